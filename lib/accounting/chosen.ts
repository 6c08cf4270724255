import { isBank } from './accepts.ts';
import { paymentField, taxField } from './field-values.ts';
import { objectionTo } from './objections.ts';
import { type AccountFacts, takesLines, takesPayments, taxFits } from './organisation.ts';
import { own } from './own.ts';
import type { PlanningContext } from './plan.ts';
import type { Refusal } from './refusal.ts';

/** What the mapping chose, checked against what Xero accepts. A missing choice is a refusal, never a default. */

export function taxTypeOf(code: string, context: PlanningContext, refusals: Refusal[]): string | null {
  const taxType = own(context.mapping.taxTypes, code);
  if (taxType) return taxType;
  refusals.push({
    code: 'tax_rate_missing',
    text:
      code === 'NONE'
        ? 'Choose the tax rate for what is out of the scope of tax (gift cards, rounding).'
        : `Choose the tax rate for the till's tax “${code}”.`,
    field: taxField(code),
  });
  return null;
}

/** What stands on the account of a field, in a retailer's words. */
const standsOn: Record<string, string> = {
  salesAccountId: 'sales',
  giftCardAccountId: 'gift cards',
  depositAccountId: 'deposits',
  tipsAccountId: 'tips',
  roundingAccountId: 'cash rounding',
  cashInAccountId: 'cash put into the till',
  cashOutAccountId: 'cash taken from the till',
  overShortAccountId: 'cash over or short',
  debtClearingAccountId: 'money against what customers owe',
  paymentTypes: 'what moves from one payment type to another',
};

/**
 * What Xero would refuse is refused here first, by name and with the field that mends it.
 * @param field where the account was chosen
 * @param rateField where the rate was chosen, if not with sales' rates: on expenses a code has another one
 */
export function lineFits(
  accountId: string,
  taxType: string,
  field: string,
  taxCode: string,
  { organisation }: PlanningContext,
  refusals: Refusal[],
  rateField?: string,
): void {
  const account = organisation.accounts.get(accountId);
  if (!account || !takesLines(account)) {
    const what = own(standsOn, field.split('.', 1)[0]!) ?? 'expenses';
    refusals.push({
      code: 'account_unusable',
      text: account
        ? `Account “${account.name}” cannot take ${what} in Xero (it is archived, a bank account or one of Xero's own). Choose another.`
        : `The account chosen for ${what} is no longer in Xero. Choose another.`,
      field,
    });
    return;
  }
  // Somebody may have made another type of it in Xero since it was chosen: what is owed or only moved must not become income.
  const objection = objectionTo(account, field);
  if (objection) {
    refusals.push({ code: 'account_unusable', text: objection, field });
    return;
  }
  const rate = organisation.taxRates.get(taxType);
  if (!rate || !taxFits(rate, account)) {
    refusals.push({
      code: 'tax_rate_unusable',
      text: rate
        ? `Xero does not accept tax rate “${rate.name}” on account “${account.name}”. Choose another for “${taxCode}”.`
        : `The tax rate chosen for “${taxCode}” is no longer in Xero. Choose another.`,
      field: rateField ?? taxField(taxCode),
    });
  }
}

/** Whether a payment type leaves the debt open, by the mapping. */
export function isOnAccount(type: string, { mapping }: Pick<PlanningContext, 'mapping'>): boolean {
  const target = Object.hasOwn(mapping.paymentTypes, type) ? mapping.paymentTypes[type] : undefined;
  return target !== undefined && 'onAccount' in target;
}

const otherCurrency = (
  { name, foreignCurrency }: AccountFacts,
  field: string | undefined,
  { organisation }: PlanningContext,
): Refusal => ({
  code: 'account_currency_differs',
  text: `Account “${name}” is kept in ${foreignCurrency} in Xero, and the till's money is ${organisation.baseCurrency}. Choose an account in ${organisation.baseCurrency}.`,
  ...(field === undefined ? {} : { field }),
});

export function receivingAccount(
  type: string,
  context: PlanningContext,
  refusals: Refusal[],
): string | 'on_account' | null {
  const target = own(context.mapping.paymentTypes, type);
  if (!target) {
    refusals.push({
      code: 'payment_type_missing',
      text: `Choose the account that receives payment type “${type}”.`,
      field: paymentField(type),
    });
    return null;
  }
  if ('onAccount' in target) return 'on_account';
  const account = context.organisation.accounts.get(target.accountId);
  if (account?.foreignCurrency) {
    refusals.push(otherCurrency(account, paymentField(type), context));
    return null;
  }
  if (!account || !takesPayments(account)) {
    refusals.push({
      code: 'account_unusable',
      text: account
        ? `Account “${account.name}” cannot take payments in Xero (it is archived, or payments are not enabled on it). Choose another, or enable payments on it.`
        : `The account chosen for payment type “${type}” is no longer in Xero. Choose another.`,
      field: paymentField(type),
    });
    return null;
  }
  return target.accountId;
}

/**
 * An account chosen for cash movements, till variance and the like: BANK, or one that takes lines.
 * @returns null, with a refusal, where none is chosen or Xero would not take it
 */
export function otherSide(
  accountId: string | null | undefined,
  missing: Refusal,
  context: PlanningContext,
  refusals: Refusal[],
): AccountFacts | null {
  if (!accountId) {
    refusals.push(missing);
    return null;
  }
  const account = context.organisation.accounts.get(accountId);
  if (account && (takesLines(account) || isBank(account))) return account;
  if (account?.foreignCurrency) {
    refusals.push(otherCurrency(account, missing.field, context));
    return null;
  }
  refusals.push({
    code: 'account_unusable',
    text: account
      ? `Account “${account.name}” cannot be used in Xero for this (it is archived or one of Xero's own). Choose another.`
      : 'The chosen account is no longer in Xero. Choose another.',
    field: missing.field,
  });
  return null;
}

/** Id of the account that stands for the till, whatever it is: the one that receives cash. Null: none is chosen. */
export function tillAccountId({
  mapping,
  cashPaymentType,
}: Pick<PlanningContext, 'mapping' | 'cashPaymentType'>): string | null {
  if (cashPaymentType === null || !Object.hasOwn(mapping.paymentTypes, cashPaymentType)) return null;
  const target = mapping.paymentTypes[cashPaymentType]!;
  return 'accountId' in target ? target.accountId : null;
}

/** The till's own account: the one that receives cash. It must be of type BANK, since its balance is the cash in the drawer. */
export function tillAccount(context: PlanningContext, refusals: Refusal[]): AccountFacts | null {
  const code = context.cashPaymentType;
  const field = paymentField(code ?? 'cash');
  const target = code === null ? undefined : own(context.mapping.paymentTypes, code);
  const account =
    target && 'accountId' in target ? context.organisation.accounts.get(target.accountId) : undefined;
  if (account && isBank(account)) return account;
  if (account?.foreignCurrency) {
    refusals.push(otherCurrency(account, field, context));
    return null;
  }
  refusals.push({
    code: target ? 'account_unusable' : 'payment_type_missing',
    text: target
      ? 'Cash must go to an account of type Bank in Xero, the till, so that its balance is the cash in the drawer. Choose one for cash.'
      : 'Choose the account of type Bank that stands for the till: the receiving account for cash.',
    field,
  });
  return null;
}
