import { type Mapping, type MappingOverride, mappingSchema } from './mapping.ts';
import { own } from './own.ts';
import { ofReason, withoutReason } from './reasons.ts';

/** The value of a payment type that leaves the debt open instead of naming an account. */
export const ON_ACCOUNT = 'on_account';

export const taxField = (code: string) => `taxTypes.${code}`;
export const paymentField = (code: string) => `paymentTypes.${code}`;
/** @param reason as the till gives it; empty: none was given */
export const expenseField = (reason: string) => `expenseAccounts.${reason}`;
export const expenseTaxField = (code: string) => `expenseTaxTypes.${code}`;
export const trackingField = (categoryId: string) => `tracking.${categoryId}`;

const single = [
  'salesAccountId',
  'walkInContactId',
  'giftCardAccountId',
  'depositAccountId',
  'tipsAccountId',
  'roundingAccountId',
  'cashInAccountId',
  'cashOutAccountId',
  'overShortAccountId',
  'debtClearingAccountId',
] as const;
/** What is chosen by the till's code or by Xero's category: one text for each. */
const texts = ['taxTypes', 'expenseTaxTypes', 'tracking'] as const;

const singleOf = (field: string) => single.find((name) => name === field);

/** A field of a record taken apart at its first dot: codes and reasons may hold any letter, dots too. */
function keyedOf<Name extends string>(
  field: string,
  names: readonly Name[],
): { name: Name; key: string } | null {
  const dot = field.indexOf('.');
  const name = names.find((one) => one === field.slice(0, Math.max(dot, 0)));
  return name === undefined ? null : { name, key: field.slice(dot + 1) };
}

/** What a mapping says for a field, in the words of the form; null: nothing. */
export function chosenFor(mapping: MappingOverride, field: string): string | null {
  const name = singleOf(field);
  if (name) return mapping[name] ?? null;
  const payment = keyedOf(field, ['paymentTypes']);
  if (payment) {
    const target = own(mapping.paymentTypes, payment.key);
    return target ? ('onAccount' in target ? ON_ACCOUNT : target.accountId) : null;
  }
  const expense = keyedOf(field, ['expenseAccounts']);
  if (expense) return ofReason(mapping.expenseAccounts, expense.key) ?? null;
  const text = keyedOf(field, texts);
  return text ? (own(mapping[text.name], text.key) ?? null) : null;
}

/** Puts a value where a field of the form has its place; null or empty: nothing stays there. It changes the mapping given. */
export function putValue(mapping: MappingOverride, field: string, value: string | null): void {
  const name = singleOf(field);
  const payment = keyedOf(field, ['paymentTypes']);
  const expense = keyedOf(field, ['expenseAccounts']);
  const text = keyedOf(field, texts);
  if (name) {
    if (name === 'walkInContactId') delete mapping.walkInContactName;
    delete mapping[name];
    if (value) mapping[name] = value;
  } else if (payment) {
    delete mapping.paymentTypes[payment.key];
    if (value) {
      mapping.paymentTypes[payment.key] = value === ON_ACCOUNT ? { onAccount: true } : { accountId: value };
    }
  } else if (expense) {
    mapping.expenseAccounts = withoutReason(mapping.expenseAccounts, expense.key);
    if (value) mapping.expenseAccounts[expense.key] = value;
  } else if (text) {
    delete mapping[text.name][text.key];
    if (value) mapping[text.name][text.key] = value;
  }
}

/**
 * The mapping that a form's values make; what is empty stays open.
 * @param kept the mapping before: what the form does not show (what an outlet or a register has otherwise) stays as it is
 */
export function mappingFrom(
  values: readonly { field: string; value: string | null }[],
  walkInContactName: string | null,
  kept: Mapping | null = null,
): Mapping {
  const mapping = structuredClone(kept ?? mappingSchema.parse({}));
  for (const { field, value } of values) putValue(mapping, field, value);
  if (mapping.walkInContactId) mapping.walkInContactName = walkInContactName;
  return mapping;
}
