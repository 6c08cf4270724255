// For tests only: an organisation, a mapping and receipts to plan with.
import { Debts } from './debts.ts';
import { type Mapping, mappingSchema } from './mapping.ts';
import type { AccountFacts, OrganisationFacts, TaxRateFacts } from './organisation.ts';
import type { PlanningContext } from './plan.ts';
import { defaultPolicy } from './posting-policy.ts';
import type { Receipt, ReceiptLine, TillTransaction } from './till-transaction.ts';

export const ids = {
  sales: '00000000-0000-4000-8000-000000000200',
  till: '00000000-0000-4000-8000-000000000090',
  bank: '00000000-0000-4000-8000-000000000093',
  cleaning: '00000000-0000-4000-8000-000000000408',
  card: '00000000-0000-4000-8000-000000000091',
  gift: '00000000-0000-4000-8000-000000000850',
  giftClosed: '00000000-0000-4000-8000-000000000851',
  clearing: '00000000-0000-4000-8000-000000000852',
  rounding: '00000000-0000-4000-8000-000000000860',
  archived: '00000000-0000-4000-8000-000000000999',
  walkIn: '00000000-0000-4000-8000-00000000c001',
  region: '00000000-0000-4000-8000-000000000700',
  north: '00000000-0000-4000-8000-000000000701',
  south: '00000000-0000-4000-8000-000000000702',
  west: '00000000-0000-4000-8000-000000000703',
  season: '00000000-0000-4000-8000-000000000710',
};

const account = (accountId: string, name: string, rest: Partial<AccountFacts>): [string, AccountFacts] => [
  accountId,
  {
    accountId,
    name,
    code: accountId.slice(-3),
    type: 'REVENUE',
    class: 'REVENUE',
    active: true,
    paymentsEnabled: false,
    systemAccount: null,
    foreignCurrency: null,
    ...rest,
  },
];

const rate = (taxType: string, percentage: string): [string, TaxRateFacts] => [
  taxType,
  {
    taxType,
    name: taxType,
    rate: percentage,
    active: true,
    appliesTo: new Set(['REVENUE', 'LIABILITY', 'EXPENSE', 'ASSET']),
  },
];

export const organisation: OrganisationFacts = {
  baseCurrency: 'AUD',
  paysTax: true,
  lockedUntil: '2026-06-30',
  accounts: new Map([
    account(ids.sales, 'Sales', {}),
    account(ids.till, 'Till', { type: 'BANK', class: 'ASSET' }),
    account(ids.bank, 'Cash in transit', { type: 'BANK', class: 'ASSET' }),
    account(ids.cleaning, 'Cleaning', { type: 'EXPENSE', class: 'EXPENSE' }),
    account(ids.card, 'Card clearing', { type: 'CURRENT', class: 'ASSET', paymentsEnabled: true }),
    account(ids.gift, 'Gift cards', { type: 'CURRLIAB', class: 'LIABILITY', paymentsEnabled: true }),
    account(ids.giftClosed, 'Vouchers', { type: 'CURRLIAB', class: 'LIABILITY' }),
    account(ids.clearing, 'Debt clearing', { type: 'CURRLIAB', class: 'LIABILITY' }),
    account(ids.rounding, 'Rounding', { type: 'EXPENSE', class: 'EXPENSE', systemAccount: 'ROUNDING' }),
    account(ids.archived, 'Old sales', { active: false }),
  ]),
  taxRates: new Map([
    rate('OUTPUT', '10'),
    rate('INPUT', '10'),
    rate('EXEMPTOUTPUT', '0'),
    rate('BASEXCLUDED', '0'),
  ]),
  tracking: new Map([
    [
      ids.region,
      {
        ...{ categoryId: ids.region, name: 'Region', active: true },
        options: new Map([
          [ids.north, { optionId: ids.north, name: 'North', active: true }],
          [ids.south, { optionId: ids.south, name: 'South', active: true }],
          [ids.west, { optionId: ids.west, name: 'West', active: false }],
        ]),
      },
    ],
    [
      ids.season,
      {
        ...{ categoryId: ids.season, name: 'Season', active: false },
        options: new Map([[ids.north, { optionId: ids.north, name: 'Summer', active: true }]]),
      },
    ],
  ]),
};

export const mapping: Mapping = mappingSchema.parse({
  salesAccountId: ids.sales,
  taxTypes: { GST: 'OUTPUT', FREE: 'EXEMPTOUTPUT', NONE: 'BASEXCLUDED' },
  paymentTypes: {
    cash: { accountId: ids.till },
    card: { accountId: ids.card },
    giftcard: { accountId: ids.gift },
    account: { onAccount: true },
  },
  walkInContactId: ids.walkIn,
  giftCardAccountId: ids.gift,
  debtClearingAccountId: ids.clearing,
  roundingAccountId: ids.rounding,
});

export const context = (change: Partial<PlanningContext> = {}): PlanningContext => ({
  shortId: 'K7Q2MX',
  mapping,
  organisation,
  policy: defaultPolicy,
  lateItems: 'hold',
  cashPaymentType: 'cash',
  outletName: () => 'Harbour Lane',
  invoiceKeyOf: () => null,
  debts: new Debts(),
  tillBalanceMinor: () => 0,
  shiftLacks: () => null,
  ...change,
});

export const line = (grossMinor: number, taxMinor: number, rest: Partial<ReceiptLine> = {}): ReceiptLine => ({
  kind: 'product',
  productId: 'P1',
  productName: 'Linen apron',
  category: 'Kitchen',
  quantity: '1',
  taxCode: taxMinor === 0 ? 'FREE' : 'GST',
  grossMinor,
  taxMinor,
  ...rest,
});

export function receipt(
  totalMinor: number,
  content: Partial<Receipt>,
  rest: Partial<TillTransaction> = {},
): TillTransaction & { kind: 'sale' | 'sale_refund' } {
  return {
    kind: totalMinor < 0 ? 'sale_refund' : 'sale',
    outlet: 'HL1',
    register: 'HL1-R1',
    recordId: 'HL1-R1-000123',
    version: 1,
    shift: null,
    occurredAt: '2026-11-01T09:12:33+11:00',
    businessDay: '2026-11-01',
    currency: 'AUD',
    totalMinor,
    voided: false,
    content: {
      customer: null,
      refundOf: null,
      lines: [],
      taxes: [],
      roundingMinor: 0,
      payments: [{ id: '1', type: 'cash', amountMinor: totalMinor }],
      ...content,
    },
    ...rest,
  } as TillTransaction & { kind: 'sale' | 'sale_refund' };
}
