import {
  fitsExpenses,
  fitsOutOfScope,
  fitsSales,
  holdsCash,
  isBank,
  isExpense,
  isLiability,
  isSales,
  passesDebts,
  takesOverShort,
} from './accepts.ts';
import {
  expenseField,
  expenseTaxField,
  ON_ACCOUNT,
  paymentField,
  taxField,
  trackingField,
} from './field-values.ts';
import { byCode } from './likely.ts';
import {
  type AccountFacts,
  accountLabel,
  type OrganisationFacts,
  rateLabel,
  type TaxRateFacts,
  type TrackingFacts,
  takesLines,
  takesPayments,
} from './organisation.ts';
import { OUT_OF_SCOPE, type TillNeeds, type TillPaymentType, type TillTax } from './till-needs.ts';

/** A part of the form, and of the page: refusals lead to it by this name. */
export type FieldGroup = 'sales' | 'tax' | 'payment' | 'cash' | 'expense' | 'other' | 'tracking';

export type MappingChoice = { value: string; label: string };

/** What is asked of the retailer, whatever he answered. */
export type AskedField = {
  /** As in a refusal: `salesAccountId`, `taxTypes.GST`, `paymentTypes.cash`, … */
  field: string;
  group: FieldGroup;
  label: string;
  hint?: string;
  /** Whether a record of the till can need it, so that posting cannot start without. */
  isRequired: boolean;
  /** The till's own account, where cash is received. */
  isTill?: boolean;
  /** What Xero accepts there. */
  choices: MappingChoice[];
};

/** Every field of the mapping form, in its order. */
export function askedFields(needs: TillNeeds, facts: OrganisationFacts): AskedField[] {
  const offer = offerOf(facts);
  return [
    ...salesFields(offer),
    ...taxFields(needs, offer),
    ...paymentFields(needs, offer),
    ...cashFields(needs, offer),
    ...expenseFields(needs, offer),
    ...otherFields(needs, offer),
    ...trackingFields(needs, facts),
  ];
}

type Offer = ReturnType<typeof offerOf>;

function offerOf(facts: OrganisationFacts) {
  const accounts = [...facts.accounts.values()].sort(byCode);
  const rates = [...facts.taxRates.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return {
    /** In the order of the chart; with several conditions, what fits the first comes first. */
    accounts: (...accepts: ((account: AccountFacts) => boolean)[]): MappingChoice[] => {
      const inOrder = accepts.flatMap((accept) => accounts.filter(accept));
      return [...new Set(inOrder)].map((a) => ({ value: a.accountId, label: accountLabel(a) }));
    },
    rates: (accepts: (rate: TaxRateFacts) => boolean): MappingChoice[] =>
      rates.filter(accepts).map((rate) => ({ value: rate.taxType, label: rateLabel(rate) })),
  };
}

const salesFields = (offer: Offer): AskedField[] => [
  {
    field: 'salesAccountId',
    group: 'sales',
    label: 'Sales account',
    isRequired: true,
    choices: offer.accounts(isSales),
  },
  {
    field: 'walkInContactId',
    group: 'sales',
    label: 'Walk-in contact',
    hint: 'Sales to nobody in particular are booked under this contact.',
    isRequired: true,
    choices: [],
  },
];

const taxFields = (needs: TillNeeds, offer: Offer): AskedField[] => [
  ...needs.taxes.map((tax) => ({
    field: taxField(tax.code),
    group: 'tax' as const,
    label: `Tax rate for ${tax.name}`,
    hint: taxHint(tax),
    isRequired: tax.isUsed,
    choices: offer.rates(tax.code === OUT_OF_SCOPE ? fitsOutOfScope : fitsSales),
  })),
  ...needs.expenseTaxes.map((tax) => ({
    field: expenseTaxField(tax.code),
    group: 'tax' as const,
    label: `Tax rate on expenses for ${tax.name}`,
    hint: 'For expenses paid from the till that carry this tax.',
    isRequired: tax.isUsed,
    choices: offer.rates(fitsExpenses),
  })),
];

function taxHint(tax: TillTax): string | undefined {
  if (!tax.isUsed && tax.code !== OUT_OF_SCOPE) return 'The till does not use it any more.';
  if (tax.code === OUT_OF_SCOPE)
    return 'For gift cards, deposits, tips, cash rounding, over/short and whatever the till records without tax.';
  return tax.rate === null ? undefined : `The till charges ${tax.rate}%.`;
}

const paymentFields = (needs: TillNeeds, offer: Offer): AskedField[] =>
  needs.paymentTypes.map((type) => ({
    field: paymentField(type.code),
    group: 'payment',
    label: `Receiving account for ${type.name}`,
    hint: paymentHint(type),
    isRequired: type.isUsed,
    isTill: type.kind === 'cash',
    choices:
      type.kind === 'cash'
        ? offer.accounts(isBank)
        : [...(mayBeADebt(type) ? [onAccountChoice] : []), ...offer.accounts(takesPayments)],
  }));

export const onAccountChoice: MappingChoice = { value: ON_ACCOUNT, label: 'On account (no payment yet)' };

/** A file seldom tells the kind: what is not known to be money may be a debt. */
const mayBeADebt = ({ kind }: TillPaymentType) => kind === 'on_account' || kind === 'other' || kind === null;

function paymentHint(type: TillPaymentType): string | undefined {
  if (!type.isUsed) return 'The till does not use it any more.';
  return type.kind === 'cash'
    ? 'The till itself: a bank account in Xero, whose balance is the cash in the drawer.'
    : undefined;
}

const cashFields = (needs: TillNeeds, offer: Offer): AskedField[] => [
  {
    field: 'cashInAccountId',
    group: 'cash',
    label: 'Cash put into the till comes from',
    hint: 'Where change is brought from: the safe or the bank.',
    isRequired: needs.putsCashIn,
    choices: offer.accounts(isBank, holdsCash),
  },
  {
    field: 'cashOutAccountId',
    group: 'cash',
    label: 'Cash taken from the till goes to',
    hint: 'Also what is removed at closing. A bank account for cash in transit is usual: what you pay in at the bank is then matched there.',
    isRequired: needs.takesCashOut,
    choices: offer.accounts(isBank, holdsCash),
  },
  {
    field: 'overShortAccountId',
    group: 'cash',
    label: 'Over/short account',
    hint: 'Where the difference goes when the cash counted is more or less than expected.',
    isRequired: needs.varies,
    choices: offer.accounts(takesOverShort),
  },
];

const expenseFields = (needs: TillNeeds, offer: Offer): AskedField[] =>
  needs.expenseReasons.map(({ reason, isUsed }) => ({
    field: expenseField(reason),
    group: 'expense',
    label: `Expense account for ${reason || 'floating expenses without a reason'}`,
    hint: isUsed ? undefined : 'No such expense was paid lately.',
    isRequired: isUsed,
    choices: offer.accounts(isExpense, isLiability),
  }));

const otherFields = (needs: TillNeeds, offer: Offer): AskedField[] => [
  {
    field: 'giftCardAccountId',
    group: 'other',
    label: 'Gift card liability account',
    hint: 'What gift cards that you sell are owed on.',
    isRequired: needs.sellsGiftCards,
    choices: offer.accounts(isLiability),
  },
  {
    field: 'depositAccountId',
    group: 'other',
    label: 'Deposit liability account',
    hint: 'What deposits and laybys are owed on until the goods are collected.',
    isRequired: needs.takesDeposits,
    choices: offer.accounts(isLiability),
  },
  {
    field: 'tipsAccountId',
    group: 'other',
    label: 'Tips liability account',
    hint: 'What tips are owed on until they are paid out.',
    isRequired: needs.takesTips,
    choices: offer.accounts(isLiability),
  },
  {
    field: 'debtClearingAccountId',
    group: 'other',
    label: 'Clearing account for customers’ debts',
    hint: 'Cash-back on a sale on account, or a debt paid together with a sale, goes through it; it is back at zero with each receipt.',
    isRequired: needs.movesDebts,
    choices: offer.accounts(passesDebts),
  },
  {
    field: 'roundingAccountId',
    group: 'other',
    label: 'Rounding account',
    hint: 'Where cash rounding goes.',
    isRequired: needs.rounds,
    choices: offer.accounts((a) => a.systemAccount === 'ROUNDING' && takesLines(a), takesLines),
  },
];

/** A category that is in use and has something to choose; and those chosen before, so that what is wrong with them has a field. */
function trackingFields({ trackingChosen }: TillNeeds, { tracking }: OrganisationFacts): AskedField[] {
  const inUse = [...tracking.values()]
    .map((category) => ({ ...category, choices: optionsOf(category) }))
    .filter(({ categoryId, choices }) => choices.length > 0 || trackingChosen.includes(categoryId));
  const gone = trackingChosen
    .filter((categoryId) => !tracking.has(categoryId))
    .map((categoryId) => ({ categoryId, name: 'a category that is no longer in Xero', choices: [] }));
  return [...inUse.sort((a, b) => a.name.localeCompare(b.name, 'en')), ...gone].map(
    ({ categoryId, name, choices }) => ({
      field: trackingField(categoryId),
      group: 'tracking',
      label: `Tracking by ${name}`,
      isRequired: false,
      choices,
    }),
  );
}

/** What Xero takes on a line. */
const optionsOf = ({ active, options }: TrackingFacts): MappingChoice[] =>
  active
    ? [...options.values()]
        .filter((option) => option.active)
        .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
        .map(({ optionId, name }) => ({ value: optionId, label: name }))
    : [];
