import type { Mapping } from './mapping.ts';
import { own } from './own.ts';
import { reasonKey } from './reasons.ts';

/** The till's code for what is out of the scope of tax; it is not a rate of zero. */
export const OUT_OF_SCOPE = 'NONE';

export type PaymentKind = 'cash' | 'card' | 'gift_card' | 'store_credit' | 'loyalty' | 'on_account' | 'other';

export type TillTax = {
  code: string;
  name: string;
  /** Percentage as a decimal string; null: the till did not say. */
  rate: string | null;
  /** Whether a record of the till can need it today; otherwise it is only kept because it was chosen once. */
  isUsed: boolean;
};

export type TillPaymentType = { code: string; name: string; kind: PaymentKind | null; isUsed: boolean };

/** Everything at the till that has to go somewhere in Xero. */
export type TillNeeds = {
  /** `NONE` is always the last of them. */
  taxes: TillTax[];
  paymentTypes: TillPaymentType[];
  sellsGiftCards: boolean;
  /** Deposits and laybys. */
  takesDeposits: boolean;
  takesTips: boolean;
  /** Money went out or came in against what a customer owes, on one receipt. */
  movesDebts: boolean;
  rounds: boolean;
  /** Whether goods are sold out of the scope of tax, so that `NONE` stands on the sales account too. */
  sellsOutOfScope: boolean;
  /** Cash is put into the drawer, or may be: a till that takes cash has closings. */
  putsCashIn: boolean;
  takesCashOut: boolean;
  /** Counted cash differs from expected, or may. */
  varies: boolean;
  expenseReasons: TillExpenseReason[];
  /** Taxes that expenses may carry; `isUsed` where one did. */
  expenseTaxes: TillTax[];
  /** Tracking categories of which an option was chosen once: they are asked for even when they are gone. */
  trackingChosen: string[];
};

/** What petty cash was paid for, as the till gives it, one spelling of each; empty: no reason was given. */
export type TillExpenseReason = { reason: string; isUsed: boolean };

/** What the till says of itself, docs/feed.md `GET /api/v1/business`, as far as it matters here. */
export type TillSays = {
  taxes: { code: string; name: string; rate: string }[];
  payment_types: { code: string; name: string; kind: PaymentKind; rounding?: string | null }[];
};

/** What imported files called their payment types and taxes. */
export type FileSays = {
  taxes: { code: string; name: string; rate: string | null }[];
  paymentTypes: { code: string; name: string; kind: string }[];
};

const paymentKinds: readonly string[] = [
  'cash',
  'card',
  'gift_card',
  'store_credit',
  'loyalty',
  'on_account',
  'other',
];

/** The till's own words, and those of files for what the till does not name. */
export function tillSays(till: TillSays | null, files: FileSays): TillSays {
  const taxes = [...(till?.taxes ?? [])];
  for (const { code, name, rate } of files.taxes) {
    if (rate !== null && !taxes.some((t) => t.code === code)) taxes.push({ code, name, rate });
  }
  const types = [...(till?.payment_types ?? [])];
  for (const { code, name, kind } of files.paymentTypes) {
    if (types.some((t) => t.code === code)) continue;
    types.push({ code, name, kind: (paymentKinds.includes(kind) ? kind : 'other') as PaymentKind });
  }
  return { taxes, payment_types: types };
}

/** What occurs in stored records; a retailer may live on imported files and have no feed. */
export type TillShows = {
  /** `kinds`: the kinds of line that carry it. */
  taxes: { code: string; kinds: string[] }[];
  paymentTypes: string[];
  /** Payment types that stood on a receipt with payments of both signs. */
  opposedTypes: string[];
  rounds: boolean;
  cashIn: boolean;
  /** Of its own, or removed at a closing. */
  cashOut: boolean;
  variance: boolean;
  /** Empty: floating expenses without a reason. */
  expenseReasons: string[];
  /** Codes of the tax that expenses carried, of a rate of zero too. */
  expenseTaxes: string[];
};

/** Puts together what the till says, what its records show and what was chosen before. */
export function tillNeeds(says: TillSays | null, shows: TillShows, mapping: Mapping): TillNeeds {
  const taxes = new Map<string, TillTax>();
  for (const { code, name, rate } of says?.taxes ?? []) taxes.set(code, { code, name, rate, isUsed: true });
  for (const { code } of shows.taxes) {
    if (!taxes.has(code)) taxes.set(code, { code, name: code, rate: rateInCode(code), isUsed: true });
  }
  for (const code of chosenBefore(mapping, 'taxTypes')) {
    if (!taxes.has(code)) taxes.set(code, { code, name: code, rate: rateInCode(code), isUsed: false });
  }
  taxes.delete(OUT_OF_SCOPE);

  const paymentTypes = new Map<string, TillPaymentType>();
  for (const { code, name, kind } of says?.payment_types ?? []) {
    paymentTypes.set(code, { code, name, kind, isUsed: true });
  }
  const known = (code: string, isUsed: boolean) => {
    if (!paymentTypes.has(code)) paymentTypes.set(code, { code, name: code, kind: null, isUsed });
  };
  for (const code of shows.paymentTypes) known(code, true);
  for (const code of chosenBefore(mapping, 'paymentTypes')) known(code, false);

  const kindsWithout = shows.taxes.find((tax) => tax.code === OUT_OF_SCOPE)?.kinds ?? [];
  const shown = (kind: string) => shows.taxes.some((tax) => tax.kinds.includes(kind));
  const sellsGiftCards =
    (says?.payment_types.some((type) => type.kind === 'gift_card') ?? false) || shown('gift_card');
  const takesCash = says?.payment_types.some((type) => type.kind === 'cash') ?? false;
  const varies = shows.variance || takesCash;
  const expenseReasons = reasonsOf(shows, mapping);
  const rounds = shows.rounds || (says?.payment_types.some((type) => type.rounding) ?? false);
  // What moves from one payment type to another stands out of the scope of tax.
  const opposes = shows.opposedTypes.length > 0;
  const outOfScope: TillTax = {
    code: OUT_OF_SCOPE,
    name: 'Out of scope of tax',
    rate: '0',
    isUsed:
      opposes ||
      sellsGiftCards ||
      shown('deposit') ||
      shown('tip') ||
      rounds ||
      varies ||
      shows.expenseReasons.length > 0 ||
      kindsWithout.length > 0,
  };
  return {
    taxes: [...taxes.values(), outOfScope],
    paymentTypes: [...paymentTypes.values()],
    sellsGiftCards,
    takesDeposits: shown('deposit'),
    takesTips: shown('tip'),
    movesDebts: shows.opposedTypes.some((code) => isDebt(code, says, mapping)),
    rounds,
    sellsOutOfScope: kindsWithout.some((kind) => kind === 'product' || kind === 'surcharge'),
    putsCashIn: shows.cashIn || takesCash,
    takesCashOut: shows.cashOut || takesCash,
    varies,
    expenseReasons,
    trackingChosen: [...new Set(chosenBefore(mapping, 'tracking'))],
    expenseTaxes: expenseTaxesOf(taxes, takesCash || shows.expenseReasons.length > 0, shows, mapping),
  };
}

/** Whether a payment type is a debt: as it is mapped anywhere, else as the till says. */
function isDebt(code: string, says: TillSays | null, mapping: Mapping): boolean {
  const targets = [mapping, ...Object.values(mapping.outlets), ...Object.values(mapping.registers)].flatMap(
    ({ paymentTypes }) => own(paymentTypes, code) ?? [],
  );
  if (targets.length > 0) return targets.some((target) => 'onAccount' in target);
  return says?.payment_types.some((type) => type.code === code && type.kind === 'on_account') ?? false;
}

/** Codes, reasons or categories for which something was chosen once, in the shop or at a place. */
const chosenBefore = (
  mapping: Mapping,
  name: 'taxTypes' | 'expenseTaxTypes' | 'paymentTypes' | 'expenseAccounts' | 'tracking',
): string[] =>
  [mapping, ...Object.values(mapping.outlets), ...Object.values(mapping.registers)].flatMap((one) =>
    Object.keys(one[name]),
  );

/** Reasons of today first, then those that are only kept because an account was chosen for them once. */
function reasonsOf(shows: TillShows, mapping: Mapping): TillExpenseReason[] {
  const reasons = new Map<string, TillExpenseReason>();
  const add = (reason: string, isUsed: boolean) => {
    const key = reasonKey(reason);
    if (!reasons.has(key)) reasons.set(key, { reason: reason.trim(), isUsed });
  };
  for (const reason of shows.expenseReasons) add(reason, true);
  for (const reason of chosenBefore(mapping, 'expenseAccounts')) add(reason, false);
  return [...reasons.values()];
}

/** Where expenses are paid, any tax of the till may come with one, of zero too; those that did come are needed. */
function expenseTaxesOf(
  taxes: ReadonlyMap<string, TillTax>,
  paysExpenses: boolean,
  shows: TillShows,
  mapping: Mapping,
): TillTax[] {
  const likely = [...taxes.values()].filter(({ isUsed }) => isUsed);
  const codes = new Set([
    ...(paysExpenses ? likely.map(({ code }) => code) : []),
    ...shows.expenseTaxes,
    ...chosenBefore(mapping, 'expenseTaxTypes'),
  ]);
  codes.delete(OUT_OF_SCOPE);
  return [...codes].map((code) => {
    const { name, rate } = taxes.get(code) ?? { name: code, rate: rateInCode(code) };
    return { code, name, rate, isUsed: shows.expenseTaxes.includes(code) };
  });
}

/** An imported file's tax codes end in their rate: `TAX-5`. */
const rateInCode = (code: string) => /-(\d{1,2}(?:\.\d{1,4})?)$/.exec(code)?.[1] ?? null;
