/** The real client library drives the sandbox: what it sends is understood, what comes back it can read. */
import { Issuer } from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Invoice, type IXeroClientConfig, LineAmountTypes, XeroClient } from 'xero-node';
import { SCOPES, type TestSandbox, testSandbox } from './testing.ts';

const REDIRECT_URI = 'http://localhost:3000/oAuth2CallBack';

/** xero-node with its hosts turned to the sandbox. */
class SandboxClient extends XeroClient {
  constructor(
    private readonly url: string,
    private readonly settings: IXeroClientConfig,
  ) {
    super(settings);
    this.accountingApi.basePath = `${url}/api.xro/2.0`;
  }

  override async initialize(): Promise<XeroClient> {
    const issuer = new Issuer({
      issuer: this.url,
      authorization_endpoint: `${this.url}/identity/connect/authorize`,
      token_endpoint: `${this.url}/connect/token`,
      revocation_endpoint: `${this.url}/connect/revocation`,
    });
    this.openIdClient = new issuer.Client({
      client_id: this.settings.clientId,
      client_secret: this.settings.clientSecret,
      redirect_uris: this.settings.redirectUris,
    });
    return this;
  }
}

let sandbox: TestSandbox;
let xero: SandboxClient;
let tenantId: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  const { clientId, clientSecret } = await sandbox.control('POST', '/apps', { redirectUris: [REDIRECT_URI] });
  xero = new SandboxClient(sandbox.url, {
    clientId,
    clientSecret,
    redirectUris: [REDIRECT_URI],
    scopes: SCOPES.split(' '),
    state: 's1',
  });
  const consentUrl = new URL(await xero.buildConsentUrl());
  const { redirectTo } = await sandbox.control('POST', '/consents', {
    clientId,
    redirectUri: consentUrl.searchParams.get('redirect_uri'),
    scope: consentUrl.searchParams.get('scope'),
    state: consentUrl.searchParams.get('state'),
  });
  await xero.apiCallback(redirectTo);
  tenantId = (await sandbox.control('GET', `/apps/${clientId}/tenants`)).tenants[0].tenantId;
});
afterAll(() => sandbox.stop());

describe('xero-node', () => {
  test('posts invoices in a batch, finds them, pays them, takes a payment back', async () => {
    const invoices = [1, 2, 3].map(
      (n): Invoice => ({
        type: Invoice.TypeEnum.ACCREC,
        contact: { name: 'Walk-in' },
        invoiceNumber: `XN-${n}`,
        date: '2026-11-20',
        dueDate: '2026-11-20',
        lineAmountTypes: LineAmountTypes.Inclusive,
        status: n === 3 ? Invoice.StatusEnum.PAID : Invoice.StatusEnum.AUTHORISED,
        lineItems: [
          { description: 'Goods', quantity: 3, unitAmount: 0.35, accountCode: '200', taxType: 'OUTPUT' },
        ],
      }),
    );
    const created = await xero.accountingApi.createInvoices(tenantId, { invoices }, false, 4, 'batch-1');
    expect(created.body.invoices?.map((i) => i.statusAttributeString)).toEqual(['OK', 'OK', 'ERROR']);
    expect(created.body.invoices?.[0]).toMatchObject({ total: 1.05, totalTax: 0.1, subTotal: 0.95 });
    expect(created.body.invoices?.[2]?.validationErrors?.[0]?.message).toBe(
      'Invoice not of valid status for creation',
    );

    const found = await xero.accountingApi.getInvoices(
      tenantId,
      undefined,
      undefined,
      'InvoiceNumber DESC',
      undefined,
      ['XN-1', 'XN-2', 'XN-3'],
      undefined,
      undefined,
      1,
    );
    expect(found.body.invoices?.map((i) => i.invoiceNumber)).toEqual(['XN-2', 'XN-1']);
    expect(found.body.invoices?.[0]?.lineItems?.[0]).toMatchObject({
      quantity: 3,
      unitAmount: 0.35,
      lineAmount: 1.05,
      taxAmount: 0.1,
    });
    expect(new Date(found.body.invoices?.[0]?.date ?? '').toISOString()).toBe('2026-11-20T00:00:00.000Z');

    const payments = [1, 2].map((n) => ({
      invoice: { invoiceNumber: `XN-${n}` },
      account: { code: '091' },
      date: '2026-11-20',
      amount: n === 2 ? 9 : 1.05,
      reference: `XN-P-${n}`,
    }));
    const paid = await xero.accountingApi.createPayments(tenantId, { payments }, false, 'pay-1');
    expect(paid.body.payments?.map((p) => p.statusAttributeString)).toEqual(['OK', 'ERROR']);
    const search = await xero.accountingApi.getPayments(
      tenantId,
      undefined,
      'Reference=="XN-P-1"',
      undefined,
      1,
    );
    const payment = search.body.payments?.[0];
    expect(payment).toMatchObject({ amount: 1.05, status: 'AUTHORISED', paymentType: 'ACCRECPAYMENT' });
    const gone = await xero.accountingApi.deletePayment(tenantId, payment?.paymentID ?? '', {
      status: 'DELETED',
    });
    expect(gone.body.payments?.[0]?.status).toBe('DELETED');
  });

  test('refuses with a JSON string that carries status, body and headers', async () => {
    const call = xero.accountingApi.createInvoices(tenantId, {
      invoices: [{ type: Invoice.TypeEnum.ACCREC }],
    });
    const text = await call.then(
      () => '',
      (error: unknown) => String(error),
    );
    const { response } = JSON.parse(text);
    expect(response.statusCode).toBe(400);
    expect(response.body.Elements[0].ValidationErrors.length).toBeGreaterThan(0);
    expect(response.headers['x-minlimit-remaining']).toBeDefined();
  });

  test('reads accounts, tax rates, organisation, reports; moves and returns money', async () => {
    const accounts = await xero.accountingApi.getAccounts(tenantId, undefined, 'Type=="BANK"', 'Name ASC');
    expect(accounts.body.accounts?.length).toBe(6);
    const rates = await xero.accountingApi.getTaxRates(tenantId);
    expect(rates.body.taxRates?.find((r) => r.taxType === 'OUTPUT')?.effectiveRate).toBe(10);
    const organisation = await xero.accountingApi.getOrganisations(tenantId);
    expect(organisation.body.organisations?.[0]).toMatchObject({
      baseCurrency: 'AUD',
      countryCode: 'AU',
      organisationID: tenantId,
    });
    const transfer = {
      fromBankAccount: { code: '091' },
      toBankAccount: { code: '093' },
      amount: 12.34,
      date: '2026-11-20',
    };
    const moved = await xero.accountingApi.createBankTransfer(tenantId, { bankTransfers: [transfer] });
    const id = moved.body.bankTransfers?.[0]?.bankTransferID ?? '';
    const deleted = await xero.accountingApi.deleteBankTransfer(tenantId, id, { status: 'DELETED' });
    expect(deleted.body.bankTransfers?.[0]?.status).toBe('DELETED');
    const report = await xero.accountingApi.getReportTrialBalance(tenantId, '2026-11-30');
    expect(report.body.reports?.[0]?.reportType).toBe('TrialBalance');
    const summary = await xero.accountingApi.getReportBankSummary(tenantId, '2026-11-01', '2026-11-30');
    expect(summary.body.reports?.[0]?.rows?.length).toBe(2);
  });

  test('refreshes its tokens and revokes them', async () => {
    const before = xero.readTokenSet().refresh_token;
    const after = await xero.refreshToken();
    expect(after.refresh_token).not.toBe(before);
    await xero.revokeToken();
    expect((await sandbox.control('GET', '/apps')).apps).toHaveLength(1);
  });
});
