import { expect, test } from 'vitest';
import { context, ids, mapping, organisation, receipt } from './fixture.ts';
import { mappingSchema } from './mapping.ts';
import { mappingFields } from './mapping-fields.ts';
import type { Plan } from './plan.ts';
import { planReceipt } from './plan-receipt.ts';
import { planTill } from './plan-till.ts';
import { anAccount, facts, idOf, shopAccounts, shownNothing } from './shop-fixture.ts';
import { tillNeeds } from './till-needs.ts';
import type { TillTransaction } from './till-transaction.ts';

/** The till's money is the organisation's: a bank account that is kept in another currency takes none of it. */

const dollars = anAccount({
  ...{ code: '095', name: 'Till 3', type: 'BANK', class: 'ASSET' },
  foreignCurrency: 'USD',
});
const of = facts([...shopAccounts, dollars]);
const needs = (of = mappingSchema.parse({})) =>
  tillNeeds(
    {
      taxes: [],
      payment_types: [
        { code: 'cash', name: 'Cash', kind: 'cash' },
        { code: 'card', name: 'Card', kind: 'card' },
      ],
    },
    shownNothing,
    of,
  );

test('it is offered and suggested nowhere', () => {
  const mapping = mappingSchema.parse({});
  for (const { choices, suggestion } of mappingFields(needs(), of, mapping)) {
    expect(choices.map(({ value }) => value)).not.toContain(dollars.accountId);
    expect(suggestion?.value).not.toBe(dollars.accountId);
  }
});

test('neither are Xero’s own accounts for gains on currencies', () => {
  const gains = ['BANKCURRENCYGAIN', 'REALISEDCURRENCYGAIN', 'UNREALISEDCURRENCYGAIN'].map(
    (systemAccount, i) =>
      anAccount({
        code: `49${i + 5}`,
        name: systemAccount,
        type: 'EXPENSE',
        class: 'EXPENSE',
        systemAccount,
      }),
  );
  const own = new Set(gains.map(({ accountId }) => accountId));
  const fields = mappingFields(needs(), facts([...shopAccounts, ...gains]), mappingSchema.parse({}));
  expect(fields.flatMap(({ choices }) => choices.filter(({ value }) => own.has(value)))).toEqual([]);
});

test('where it was chosen before, the field says so', () => {
  const chosen = mappingSchema.parse({
    paymentTypes: { cash: { accountId: dollars.accountId }, card: { accountId: dollars.accountId } },
    cashInAccountId: dollars.accountId,
    cashOutAccountId: idOf('093'),
  });
  const problems = mappingFields(needs(chosen), of, chosen).filter(({ problem }) => problem);
  expect(problems.map(({ field }) => field)).toEqual([
    'paymentTypes.cash',
    'paymentTypes.card',
    'cashInAccountId',
  ]);
  for (const { problem } of problems) expect(problem).toContain('“095 Till 3” is kept in USD in Xero');
});

const foreign = new Map([...organisation.accounts].map(([id, a]) => [id, a]));
foreign.set(ids.till, { ...foreign.get(ids.till)!, foreignCurrency: 'USD' });
foreign.set(ids.bank, { ...foreign.get(ids.bank)!, foreignCurrency: 'USD' });
const under = context({
  organisation: { ...organisation, accounts: foreign },
  mapping: { ...mapping, cashInAccountId: ids.bank },
});
const refusals = (plan: Plan) => (plan.ok ? [] : plan.refusals.map(({ code, field }) => [code, field]));

test('what was to go there is refused by name, with the field that mends it', () => {
  expect(refusals(planReceipt(receipt(500, {}), under))).toContainEqual([
    'account_currency_differs',
    'paymentTypes.cash',
  ]);
  const content = { reason: null, payee: null, tax: null, removedAtClosing: false };
  const cashIn = { ...receipt(500, {}), kind: 'cash_in', content } as unknown as TillTransaction;
  expect(refusals(planTill(cashIn, under))).toEqual([
    ['account_currency_differs', 'paymentTypes.cash'],
    ['account_currency_differs', 'cashInAccountId'],
  ]);
});
