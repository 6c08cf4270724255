import { shop, shopMapping } from '../../../scripts/docs/case-shop.ts';
import { type Mapping, mappingSchema, registerKey } from '../mapping.ts';
import type { OrganisationFacts, TaxRateFacts } from '../organisation.ts';
import { anAccount, idOf } from '../shop-fixture.ts';

/** A till's tax code: the rate by which the till computes, and what is chosen for it in Xero. */
export type TillTax = { code: string; rate: string; taxType: string };

/** The rules that a shop of the generated days trades under. */
export type Regime = {
  name: string;
  /** As the stand-in for Xero calls it. */
  country: 'AU' | 'NZ' | 'UK' | 'US';
  currency: string;
  timeZone: string;
  prices: 'inclusive' | 'exclusive';
  taxes: TillTax[];
  outOfScope: string;
  expenseTax: TillTax;
  /** The smallest coin; 1: cash is not rounded. */
  coinMinor: number;
  /** When registers open: by day, shortly before the cut-off, and where the clocks change. */
  openings: string[];
  /** Whether change comes from a safe that is no bank account: lines instead of transfers. */
  hasSafe: boolean;
};

export const CUT_OFF = '04:00';

export const regimes: Regime[] = [
  {
    ...{ name: 'AU, GST 10 % inclusive', country: 'AU', currency: 'AUD', timeZone: 'Australia/Sydney' },
    prices: 'inclusive',
    taxes: [
      { code: 'GST', rate: '10', taxType: 'OUTPUT' },
      { code: 'FREE', rate: '0', taxType: 'EXEMPTOUTPUT' },
    ],
    outOfScope: 'BASEXCLUDED',
    expenseTax: { code: 'GST', rate: '10', taxType: 'INPUT' },
    coinMinor: 5,
    openings: ['2026-11-02T22:00:00Z', '2026-11-03T16:00:00Z', '2026-10-03T15:30:00Z'],
    hasSafe: false,
  },
  {
    ...{ name: 'NZ, GST 15 % inclusive', country: 'NZ', currency: 'NZD', timeZone: 'Pacific/Auckland' },
    prices: 'inclusive',
    taxes: [
      { code: 'GST', rate: '15', taxType: 'OUTPUT2' },
      { code: 'ZERO', rate: '0', taxType: 'ZERORATED' },
    ],
    outOfScope: 'NONE',
    expenseTax: { code: 'GST', rate: '15', taxType: 'INPUT2' },
    coinMinor: 10,
    openings: ['2026-11-02T20:00:00Z', '2026-11-02T14:00:00Z', '2026-09-26T13:30:00Z'],
    hasSafe: true,
  },
  {
    ...{ name: 'UK, VAT 20, 5 and 0 %', country: 'UK', currency: 'GBP', timeZone: 'Europe/London' },
    prices: 'inclusive',
    taxes: [
      { code: 'STD', rate: '20', taxType: 'OUTPUT2' },
      { code: 'RED', rate: '5', taxType: 'RROUTPUT' },
      { code: 'ZERO', rate: '0', taxType: 'ZERORATEDOUTPUT' },
    ],
    outOfScope: 'NONE',
    expenseTax: { code: 'STD', rate: '20', taxType: 'INPUT2' },
    coinMinor: 1,
    openings: ['2026-11-03T09:00:00Z', '2026-11-03T03:00:00Z', '2026-10-25T02:30:00Z'],
    hasSafe: false,
  },
  {
    ...{ name: 'US, exclusive, 4 decimals', country: 'US', currency: 'USD', timeZone: 'America/New_York' },
    prices: 'exclusive',
    taxes: [
      { code: 'MSP', rate: '7.5313', taxType: 'TAX003' },
      { code: 'NYC', rate: '8.875', taxType: 'TAX002' },
      { code: 'EXEMPT', rate: '0', taxType: 'OUTPUT' },
    ],
    outOfScope: 'NONE',
    expenseTax: { code: 'EXEMPT', rate: '0', taxType: 'INPUT' },
    coinMinor: 1,
    openings: ['2026-11-03T14:00:00Z', '2026-11-03T08:00:00Z', '2026-11-01T08:00:00Z'],
    hasSafe: true,
  },
];

const redeemed = [
  { ...({ code: '822', name: 'Gift Cards Redeemed', type: 'CURRLIAB', class: 'LIABILITY' } as const) },
  { ...({ code: '821', name: 'Deposits Collected', type: 'CURRLIAB', class: 'LIABILITY' } as const) },
];

/** The organisation of a regime: the shop of the worked examples, under other rates, with an account for each payment type. */
export function organisationOf(regime: Regime): OrganisationFacts {
  const rates = [
    ...regime.taxes,
    regime.expenseTax,
    { code: 'NONE', rate: '0', taxType: regime.outOfScope },
  ].map(({ taxType, rate }): [string, TaxRateFacts] => [
    taxType,
    {
      ...{ taxType, name: taxType, rate, active: true },
      appliesTo: new Set(['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE']),
    },
  ]);
  const more = [
    ...redeemed.map((account) => anAccount({ ...account, paymentsEnabled: true })),
    anAccount({ code: '620', name: 'Safe', type: 'CURRENT', class: 'ASSET' }),
  ];
  return {
    ...shop,
    baseCurrency: regime.currency,
    accounts: new Map([...shop.accounts, ...more.map((a) => [a.accountId, a] as const)]),
    taxRates: new Map(rates),
  };
}

/** What a shop under the regime chose, over any chart that has the accounts of the worked examples. */
export function mappingUnder(
  regime: Regime,
  accountIdOf: (name: string) => string,
  walkInContactId: string,
): Mapping {
  return {
    ...shopMapping(accountIdOf, walkInContactId),
    taxTypes: {
      ...Object.fromEntries(regime.taxes.map(({ code, taxType }) => [code, taxType])),
      NONE: regime.outOfScope,
    },
    expenseTaxTypes: { [regime.expenseTax.code]: regime.expenseTax.taxType },
  };
}

/** As above, over the organisation made up here: each payment type has a receiving account of its own. */
export function mappingOf(regime: Regime): Mapping {
  const { accounts } = organisationOf(regime);
  const idByName = new Map([...accounts.values()].map((a) => [a.name, a.accountId]));
  const mapping = mappingUnder(regime, (name) => idByName.get(name)!, idOf('1'));
  return mappingSchema.parse({
    ...mapping,
    cashInAccountId: regime.hasSafe ? idOf('620') : mapping.cashInAccountId,
    cashOutAccountId: regime.hasSafe ? idOf('620') : mapping.cashOutAccountId,
    paymentTypes: {
      ...mapping.paymentTypes,
      giftcard: { accountId: idOf('822') },
      deposit: { accountId: idOf('821') },
    },
    // The shop by one category; one register by another too, and one by another option of both.
    tracking: { [idOf('700')]: idOf('701') },
    registers: {
      [registerKey('HL1', 'HL1-R2')]: {
        tracking: { [idOf('700')]: idOf('702'), [idOf('710')]: idOf('711') },
      },
    },
  });
}
