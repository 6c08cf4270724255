import { type Mapping, mappingSchema } from './mapping.ts';
import {
  type AccountFacts,
  type OrganisationFacts,
  type TaxRateFacts,
  takesLines,
  takesPayments,
  taxFits,
} from './organisation.ts';
import { byCode, type Suggestion, suggestMapping } from './suggest-mapping.ts';
import { OUT_OF_SCOPE, type TillNeeds } from './till-needs.ts';

/** One thing that the retailer chooses, with what Xero will accept for it. */
export type MappingField = {
  /** As in a refusal: `salesAccountId`, `taxTypes.GST`, `paymentTypes.cash`, … */
  field: string;
  group: 'sales' | 'tax' | 'payment' | 'other';
  label: string;
  hint: string | null;
  /** Whether a record of the till can need it, so that posting cannot start without. */
  isRequired: boolean;
  choices: MappingChoice[];
  /** What is saved; null: nothing. */
  value: string | null;
  /** How the saved value reads. */
  valueLabel: string | null;
  /** Why the saved value cannot be used any more. */
  problem: string | null;
  /** Left out once something is saved. */
  suggestion: Suggestion | null;
};

export type MappingChoice = { value: string; label: string };

/** The value of a payment type that leaves the debt open instead of naming an account. */
export const ON_ACCOUNT = 'on_account';

export const taxField = (code: string) => `taxTypes.${code}`;
export const paymentField = (code: string) => `paymentTypes.${code}`;

export const accountLabel = (account: Pick<AccountFacts, 'code' | 'name'>) =>
  account.code ? `${account.code} ${account.name}` : account.name;

export const rateLabel = (rate: Pick<TaxRateFacts, 'name' | 'rate'>) => `${rate.name} (${rate.rate}%)`;

const isSales = (account: AccountFacts) => account.class === 'REVENUE' && takesLines(account);
const isLiability = (account: AccountFacts) => account.class === 'LIABILITY' && takesLines(account);

/** Every field of the mapping form, in its order. Pure: screens, the JSON route and the start's checks read the same list. */
export function mappingFields(needs: TillNeeds, facts: OrganisationFacts, mapping: Mapping): MappingField[] {
  const suggestions = suggestMapping(needs, facts);
  const problems = new Map(mappingProblems(needs, facts, mapping).map((p) => [p.field, p.text]));
  const accounts = [...facts.accounts.values()].sort(byCode);
  const rates = [...facts.taxRates.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const accountChoices = (accepts: (account: AccountFacts) => boolean) =>
    accounts.filter(accepts).map((a) => ({ value: a.accountId, label: accountLabel(a) }));

  const field = (
    name: string,
    rest: Pick<MappingField, 'group' | 'label' | 'isRequired' | 'choices'> & { hint?: string },
  ): MappingField => {
    const value = chosenFor(mapping, name);
    const suggested = suggestions[name];
    return {
      hint: null,
      ...rest,
      field: name,
      value,
      valueLabel: value === null ? null : labelOf(name, value, facts, mapping),
      problem: problems.get(name) ?? null,
      suggestion: value === null && suggested && offers(rest.choices, suggested) ? suggested : null,
    };
  };

  return [
    field('salesAccountId', {
      group: 'sales',
      label: 'Sales account',
      isRequired: true,
      choices: accountChoices(isSales),
    }),
    field('walkInContactId', {
      group: 'sales',
      label: 'Walk-in contact',
      hint: 'Sales to nobody in particular are booked under this contact.',
      isRequired: true,
      choices: [],
    }),
    ...needs.taxes.map((tax) =>
      field(taxField(tax.code), {
        group: 'tax',
        label: `Tax rate for ${tax.name}`,
        hint: taxHint(tax),
        isRequired: tax.isUsed,
        choices: rates
          .filter((rate) =>
            tax.code === OUT_OF_SCOPE ? fitsOutOfScope(rate) : rate.active && rate.appliesTo.has('REVENUE'),
          )
          .map((rate) => ({ value: rate.taxType, label: rateLabel(rate) })),
      }),
    ),
    ...needs.paymentTypes.map((type) =>
      field(paymentField(type.code), {
        group: 'payment',
        label: `Receiving account for ${type.name}`,
        hint: type.isUsed ? undefined : 'The till does not use it any more.',
        isRequired: type.isUsed,
        choices: [
          // A file seldom tells the kind: what is not known to be money may be a debt.
          ...(type.kind === 'on_account' || type.kind === 'other' || type.kind === null
            ? [{ value: ON_ACCOUNT, label: 'On account (no payment yet)' }]
            : []),
          ...accountChoices(takesPayments),
        ],
      }),
    ),
    field('giftCardAccountId', {
      group: 'other',
      label: 'Gift card liability account',
      hint: 'What gift cards that you sell are owed on.',
      isRequired: needs.sellsGiftCards,
      choices: accountChoices(isLiability),
    }),
    field('roundingAccountId', {
      group: 'other',
      label: 'Rounding account',
      hint: 'Where cash rounding goes.',
      isRequired: needs.rounds,
      choices: accountChoices(takesLines).sort((a, b) => isRounding(facts, b) - isRounding(facts, a)),
    }),
  ];
}

function taxHint(tax: TillNeeds['taxes'][number]): string | undefined {
  if (!tax.isUsed && tax.code !== OUT_OF_SCOPE) return 'The till does not use it any more.';
  if (tax.code === OUT_OF_SCOPE)
    return 'For gift cards, cash rounding and whatever the till sells without tax.';
  return tax.rate === null ? undefined : `The till charges ${tax.rate}%.`;
}

const isRounding = (facts: OrganisationFacts, choice: MappingChoice) =>
  facts.accounts.get(choice.value)?.systemAccount === 'ROUNDING' ? 1 : 0;

const offers = (choices: readonly MappingChoice[], { value }: Suggestion) =>
  choices.some((choice) => choice.value === value);

/** Out of scope stands on liabilities, and no tax may come of it. */
const fitsOutOfScope = (rate: TaxRateFacts) =>
  rate.active && rate.appliesTo.has('LIABILITY') && /^0(\.0+)?$/.test(rate.rate);

/** What a mapping says for a field, in the words of the form; null: nothing. */
export function chosenFor(mapping: Mapping, field: string): string | null {
  if (field.startsWith('taxTypes.')) return mapping.taxTypes[field.slice('taxTypes.'.length)] ?? null;
  if (field.startsWith('paymentTypes.')) {
    const target = mapping.paymentTypes[field.slice('paymentTypes.'.length)];
    return target ? ('onAccount' in target ? ON_ACCOUNT : target.accountId) : null;
  }
  switch (field) {
    case 'salesAccountId':
    case 'walkInContactId':
    case 'giftCardAccountId':
    case 'roundingAccountId':
      return mapping[field] ?? null;
    default:
      return null;
  }
}

/** The mapping that a form's values make; what is empty stays open. */
export function mappingFrom(
  values: readonly { field: string; value: string | null }[],
  walkInContactName: string | null,
): Mapping {
  const mapping: Mapping = mappingSchema.parse({});
  for (const { field, value } of values) {
    if (!value) continue;
    if (field.startsWith('taxTypes.')) mapping.taxTypes[field.slice('taxTypes.'.length)] = value;
    else if (field.startsWith('paymentTypes.')) {
      mapping.paymentTypes[field.slice('paymentTypes.'.length)] =
        value === ON_ACCOUNT ? { onAccount: true } : { accountId: value };
    } else if (field === 'walkInContactId')
      Object.assign(mapping, { walkInContactId: value, walkInContactName });
    else if (field === 'salesAccountId' || field === 'giftCardAccountId' || field === 'roundingAccountId')
      mapping[field] = value;
  }
  return mapping;
}

function labelOf(field: string, value: string, facts: OrganisationFacts, mapping: Mapping): string {
  if (field === 'walkInContactId') return mapping.walkInContactName ?? 'The chosen contact';
  if (value === ON_ACCOUNT) return 'On account (no payment yet)';
  const rate = field.startsWith('taxTypes.') ? facts.taxRates.get(value) : undefined;
  if (rate) return rateLabel(rate);
  const account = facts.accounts.get(value);
  return account ? accountLabel(account) : `No longer in Xero (${value.slice(0, 8)})`;
}

export type MappingProblem = { field: string; text: string };

/** What Xero would refuse of a mapping, by field. What is merely missing is none of it. */
export function mappingProblems(
  needs: TillNeeds,
  facts: OrganisationFacts,
  mapping: Mapping,
): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const account = (
    field: string,
    id: string | null | undefined,
    wants: (a: AccountFacts) => string | null,
  ) => {
    if (!id) return undefined;
    const found = facts.accounts.get(id);
    const text = found
      ? found.active
        ? wants(found)
        : `“${accountLabel(found)}” is archived in Xero. Choose another.`
      : gone;
    if (text) problems.push({ field, text });
    return text ? undefined : found;
  };
  const sales = account('salesAccountId', mapping.salesAccountId, (a) =>
    isSales(a) ? null : `“${accountLabel(a)}” is no account for sales. Choose a revenue account.`,
  );
  const giftCards = account('giftCardAccountId', mapping.giftCardAccountId, (a) =>
    isLiability(a) ? null : `“${accountLabel(a)}” is no liability account that takes lines. Choose another.`,
  );
  const rounding = account('roundingAccountId', mapping.roundingAccountId, (a) =>
    takesLines(a) ? null : `“${accountLabel(a)}” does not take lines in Xero. Choose another.`,
  );
  for (const [code, taxType] of Object.entries(mapping.taxTypes)) {
    const on =
      code === OUT_OF_SCOPE ? [giftCards, rounding, needs.sellsOutOfScope ? sales : undefined] : [sales];
    const text = taxProblem(code, facts.taxRates.get(taxType), on);
    if (text) problems.push({ field: taxField(code), text });
  }
  for (const [code, target] of Object.entries(mapping.paymentTypes)) {
    if ('onAccount' in target) continue;
    account(paymentField(code), target.accountId, (a) =>
      takesPayments(a)
        ? null
        : `Payments are not enabled on “${accountLabel(a)}”. Choose another, or enable payments on it in Xero and refresh.`,
    );
  }
  return problems;
}

const gone = 'The account chosen before is no longer in Xero. Choose another.';

function taxProblem(
  code: string,
  rate: TaxRateFacts | undefined,
  on: readonly (AccountFacts | undefined)[],
): string | null {
  if (!rate?.active)
    return `${rate ? `“${rate.name}” is archived` : 'The rate chosen before is no longer'} in Xero. Choose another.`;
  if (code === OUT_OF_SCOPE && !fitsOutOfScope(rate)) {
    return `“${rate.name}” is not a rate for what is out of scope: that is free of tax and stands on liability accounts. Choose another.`;
  }
  const misfit = on.find((account) => account && !taxFits(rate, account));
  return misfit
    ? `Xero does not accept “${rate.name}” on “${accountLabel(misfit)}”. Choose another rate or account.`
    : null;
}

/** Why posting cannot start with this mapping yet: needed and open, or unusable. */
export function stillMissing(
  fields: readonly MappingField[],
): { field: string; label: string; text: string }[] {
  return fields.flatMap(({ field, label, isRequired, value, problem, suggestion }) => {
    if (problem) return [{ field, label, text: problem }];
    if (!isRequired || value !== null) return [];
    const text = suggestion ? 'A value is suggested. Press Save to keep it.' : 'Nothing is chosen yet.';
    return [{ field, label, text }];
  });
}

/** The field that a part of the page stands for: the one that is unusable, else one that is open, else none in particular. */
export function fieldToMend(target: string, fields: readonly MappingField[]): string {
  const meant = fields.filter(({ group }) => target === group || target === 'accounts');
  const needy =
    meant.find(({ problem }) => problem) ??
    meant.find(({ value, isRequired }) => isRequired && value === null);
  return needy?.field ?? target;
}
