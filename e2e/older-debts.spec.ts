import { expect, type Page, test } from '@playwright/test';
import { control } from '../scripts/lib/control.ts';
import { allowAccess, enterPair, logInToXero, newRetailer, openSetUp, quickPair, stack } from './stack.ts';

const customer = { id: 'C0012', name: 'Mei Tan' };

/** What the accountant entered long before the portal came. */
async function enterInvoices(email: string, organisationId: string) {
  const { clientId } = await quickPair(email);
  const { access_token } = await control<{ access_token: string }>(`${stack.xeroUrl}/sandbox/tokens`, {
    ...{ clientId, user: email, organisationIds: [organisationId] },
  });
  const invoice = (InvoiceNumber: string, Name: string, UnitAmount: number) => ({
    ...{ Type: 'ACCREC', Status: 'AUTHORISED', InvoiceNumber, Contact: { Name }, Date: '2025-10-20' },
    DueDate: '2025-11-20',
    LineItems: [
      { Description: 'Table', Quantity: 1, UnitAmount, AccountCode: '200', TaxType: 'EXEMPTOUTPUT' },
    ],
  });
  const answer = await fetch(`${stack.xeroUrl}/api.xro/2.0/Invoices`, {
    method: 'PUT',
    headers: {
      ...{ authorization: `Bearer ${access_token}`, 'xero-tenant-id': organisationId },
      ...{ 'content-type': 'application/json', accept: 'application/json' },
    },
    body: JSON.stringify({
      Invoices: [invoice('OB-0017', 'Mei Tan', 80), invoice('OB-0018', 'Quay Street Bakery', 412.5)],
    }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

test('a retailer says which invoice in Xero a debt from before the start date is, and it is paid there', async ({
  page,
}) => {
  const retailer = newRetailer();
  const { business, email } = retailer;
  const till = await control<{ apiKey: string; from: string }>(`${stack.tillUrl}/sandbox/businesses`, {
    ...{ business, seed: 5, days: 1, size: 6 },
  });
  const feed = await fetch(`${stack.tillUrl}/${business}/api/v1/records`, {
    headers: { authorization: `Bearer ${till.apiKey}` },
  });
  type Feed = { records: { type: string; outlet: string; register: string; at: string; currency: string }[] };
  const sale = ((await feed.json()) as Feed).records.find((r) => r.type === 'receipt')!;
  const { outlet, register, at, currency } = sale;
  await control(`${stack.tillUrl}/sandbox/businesses/${business}/records`, {
    records: [
      {
        ...{ type: 'account_payment', id: 'A-0001', version: 1, status: 'completed', outlet, register, at },
        ...{ currency, customer, payment: { id: '1', type: 'card', amount: '30.00' } },
        applies_to: [{ outlet, id: 'OLD-0001', amount: '30.00' }],
      },
      {
        ...{ type: 'account_payment', id: 'A-0002', version: 1, status: 'completed', outlet, register, at },
        ...{ currency, customer: { id: 'C0077', name: 'Quay St Bakery' } },
        ...{ payment: { id: '1', type: 'card', amount: '412.50' }, applies_to: [] },
      },
    ],
  });
  const { organisationId } = await control<{ organisationId: string }>(
    `${stack.xeroUrl}/sandbox/organisations`,
    { ...{ name: `Corner Shop ${business}`, country: 'AU', chart: 'retail', users: [email] } },
  );
  await enterInvoices(email, organisationId);
  await openSetUp(page, retailer);
  await enterPair(page, await quickPair(email));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, email);
  await allowAccess(page, /Corner Shop/);
  await page.getByLabel('Tagrain API key').fill(till.apiKey);
  await page.getByRole('button', { name: 'Save and check key' }).click();
  await expect(page.getByText(/2 outlets/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await page.getByRole('button', { name: /Walk-in customers/ }).click();
  await expect(page.getByLabel('Walk-in contact')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();
  await page.getByLabel('Start date').fill(till.from);
  await page.getByLabel(/takings/i).check();
  await page.getByRole('button', { name: 'Start posting' }).click();
  await expect(page.getByText(/Posting since/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByText(/Up to date\. \d+ documents posted/)).toBeVisible({ timeout: 60_000 });
  const list = new URL(page.url()).pathname;

  // The list says what to do and leads to where it is done.
  await page.goto(`${stack.portalUrl}${list}?state=held`);
  await expect(page.getByRole('link', { name: 'Choose the invoice that it pays' })).toHaveCount(2);
  await page.getByRole('link', { name: 'A-0001', exact: true }).click();
  const debt = page.getByRole('region', { name: 'Invoice of receipt OLD-0001' });
  await debt.getByRole('button', { name: 'Choose the invoice that it pays…' }).click();

  // The customer's own come first; others are searched for.
  const offered = debt.getByRole('table', { name: 'Open invoices in Xero' });
  await expect(offered.getByRole('radio')).toHaveCount(1);
  await expect(offered).toContainText('80.00');
  const words = debt.getByRole('searchbox', { name: /^Open invoices in Xero/ });
  await words.fill('no such thing');
  await words.press('Enter');
  await expect(debt.getByText(/No open sales invoice/)).toBeVisible();
  await debt.getByRole('button', { name: 'Show all open invoices' }).click();
  await expect(offered.getByRole('radio')).toHaveCount(2);
  await words.fill('0017');
  await debt.getByRole('button', { name: 'Find' }).click();
  await expect(offered.getByRole('radio')).toHaveCount(1);
  await offered.getByLabel('OB-0017').check();
  await expect(debt.getByText(/goes to invoice OB-0017 of Mei Tan/)).toBeVisible();
  if (process.env.E2E_PICTURES) {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 1000 });
      await page.screenshot({ path: `${process.env.E2E_PICTURES}/choose-${width}.png` });
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  }
  await debt.getByRole('button', { name: 'It pays OB-0017' }).click();
  await expect(page.getByText('Waiting', { exact: true })).toBeVisible();
  await expect(page.getByText(`${email} chose invoice OB-0017 for receipt OLD-0001.`)).toBeVisible();
  const own = page.url();

  await page.goto(`${stack.portalUrl}${list}`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(async () => {
    await page.goto(own);
    await expect(page.getByRole('article', { name: /^Payment / })).toContainText('OB-0017 in Xero', {
      timeout: 2000,
    });
    await expect(debt).toContainText('was sent to it, so that no other can be chosen', { timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  if (process.env.E2E_PICTURES) {
    await page.screenshot({ path: `${process.env.E2E_PICTURES}/paid-1280.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 900 });
    await page.screenshot({ path: `${process.env.E2E_PICTURES}/paid-360.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 720 });
  }
  await expect(debt.getByRole('button')).toHaveCount(0);
  const opening = page.context().waitForEvent('page');
  await debt.getByRole('link', { name: 'invoice OB-0017' }).click();
  const inXero = await opening;
  await expect(inXero.getByRole('heading', { name: 'OB-0017' })).toBeVisible();
  await expect(inXero.getByText('50.00').first()).toBeVisible();
  await inXero.close();

  // What names no receipt, and is more than its customer owes here.
  await page.goto(`${stack.portalUrl}${list}?state=held`);
  await page.getByRole('link', { name: 'Choose the invoice that it pays' }).click();
  const rest = page.getByRole('region', { name: 'Invoice of the rest' });
  await expect(rest).toContainText('What is more than the customer owes here: no invoice chosen yet.');
  await rest.getByRole('button', { name: 'Choose the invoice that it pays…' }).click();
  await rest.getByRole('button', { name: 'Show all open invoices' }).click();
  await rest.getByLabel('OB-0018').check();
  await expect(rest.getByText('The customer at the till is Quay St Bakery.')).toBeVisible();
  if (process.env.E2E_PICTURES) await pictures(page, 'rest');
  await rest.getByRole('button', { name: 'It pays OB-0018' }).click();
  await expect(
    page.getByText(`${email} chose invoice OB-0018 for what is more than is owed here.`),
  ).toBeVisible();
  const itsPage = page.url();
  await page.goto(`${stack.portalUrl}${list}`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(async () => {
    await page.goto(itsPage);
    await expect(rest).toContainText('was sent to it, so that no other can be chosen', { timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole('article', { name: /^Payment / })).toContainText('OB-0018 in Xero');
  if (process.env.E2E_PICTURES) await pictures(page, 'rest-paid');
});

/** At both widths, light and dark, to be looked at. */
async function pictures(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 1000 });
      const path = `${process.env.E2E_PICTURES}/${name}-${width}-${colorScheme}.png`;
      await page.screenshot({ path, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
}
