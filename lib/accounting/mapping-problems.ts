import { fitsExpenses, fitsOutOfScope, isBank, isExpense } from './accepts.ts';
import { expenseField, expenseTaxField, paymentField, taxField, trackingField } from './field-values.ts';
import type { Mapping } from './mapping.ts';
import { forExpense, forPayment, forTill, named, type Objection, objections, theTill } from './objections.ts';
import { type AccountFacts, type OrganisationFacts, type TaxRateFacts, taxFits } from './organisation.ts';
import { OUT_OF_SCOPE, type TillNeeds } from './till-needs.ts';
import { trackingProblem } from './tracking.ts';

export type MappingProblem = { field: string; text: string };

/** What Xero would refuse of a mapping, by field. What is merely missing is none of it. */
export function mappingProblems(
  needs: TillNeeds,
  facts: OrganisationFacts,
  mapping: Mapping,
): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const note = (field: string, text: string | null) => {
    if (text) problems.push({ field, text });
  };
  /** The account where it can be used: rates are compared with no other. */
  const account = (field: string, id: string | null | undefined, objection: Objection) => {
    if (!id) return undefined;
    const found = facts.accounts.get(id);
    const text = accountProblem(found, objection);
    note(field, text);
    return text ? undefined : found;
  };
  const at = (field: keyof typeof objections) => account(field, mapping[field], objections[field]);

  const sales = at('salesAccountId');
  const withoutTax = [
    needs.sellsOutOfScope ? sales : undefined,
    at('giftCardAccountId'),
    at('depositAccountId'),
    at('tipsAccountId'),
    at('roundingAccountId'),
    at('cashInAccountId'),
    at('cashOutAccountId'),
    at('overShortAccountId'),
    at('debtClearingAccountId'),
  ];
  const expenses = Object.entries(mapping.expenseAccounts).map(([reason, id]) =>
    account(expenseField(reason), id, forExpense),
  );
  // What is owed, such as tips, is paid out without tax.
  const taxedExpenses = expenses.filter((account) => account && isExpense(account));
  for (const [code, taxType] of Object.entries(mapping.taxTypes)) {
    const rate = facts.taxRates.get(taxType);
    note(
      taxField(code),
      code === OUT_OF_SCOPE
        ? outOfScopeProblem(rate, [...withoutTax, ...expenses])
        : rateProblem(rate, [sales]),
    );
  }
  for (const [code, taxType] of Object.entries(mapping.expenseTaxTypes)) {
    note(expenseTaxField(code), expenseRateProblem(facts.taxRates.get(taxType), taxedExpenses));
  }
  const cash = new Set(needs.paymentTypes.filter(({ kind }) => kind === 'cash').map(({ code }) => code));
  for (const [code, target] of Object.entries(mapping.paymentTypes)) {
    const field = paymentField(code);
    if (!('onAccount' in target)) account(field, target.accountId, cash.has(code) ? forTill : forPayment);
    else if (cash.has(code)) note(field, `Cash cannot be left on account: ${theTill}.`);
  }
  for (const [categoryId, optionId] of Object.entries(mapping.tracking)) {
    note(trackingField(categoryId), trackingProblem(categoryId, optionId, facts));
  }
  return problems;
}

function accountProblem(account: AccountFacts | undefined, objection: Objection): string | null {
  if (!account) return 'The account chosen before is no longer in Xero. Choose another.';
  if (account.active && account.foreignCurrency) {
    return `${named(account)} is kept in ${account.foreignCurrency} in Xero, and the till’s money is in another currency. Choose another.`;
  }
  return account.active ? objection(account) : `${named(account)} is archived in Xero. Choose another.`;
}

type Accounts = readonly (AccountFacts | undefined)[];

/** @param on the accounts that the rate will stand on */
function rateProblem(rate: TaxRateFacts | undefined, on: Accounts): string | null {
  if (!rate?.active) {
    return `${rate ? `“${rate.name}” is archived` : 'The rate chosen before is no longer'} in Xero. Choose another.`;
  }
  // On a bank account no line stands, so no rate either: cash goes there by transfer.
  const misfit = on.find((account) => account && !isBank(account) && !taxFits(rate, account));
  return misfit
    ? `Xero does not accept “${rate.name}” on ${named(misfit)}. Choose another rate or account.`
    : null;
}

function outOfScopeProblem(rate: TaxRateFacts | undefined, on: Accounts): string | null {
  return rate?.active && !fitsOutOfScope(rate)
    ? `“${rate.name}” is not a rate for what is out of scope: that is free of tax and stands on liability accounts. Choose another.`
    : rateProblem(rate, on);
}

function expenseRateProblem(rate: TaxRateFacts | undefined, on: Accounts): string | null {
  return rate?.active && !fitsExpenses(rate)
    ? `“${rate.name}” is not a rate for expenses. Choose another.`
    : rateProblem(rate, on);
}
