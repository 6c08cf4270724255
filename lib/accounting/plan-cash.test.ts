import { describe, expect, test } from 'vitest';
import { context, ids, line, mapping, organisation, receipt } from './fixture.ts';
import { mappingAt, mappingSchema, registerKey } from './mapping.ts';
import type { Plan } from './plan.ts';
import { planCashMovement, planFloatingExpense, planTillVariance } from './plan-cash.ts';
import { planReceipt } from './plan-receipt.ts';
import { planTill } from './plan-till.ts';
import { type ShiftFrame, type ShiftSums, shiftLacks } from './shift.ts';
import type { CashMovement, Shift, TillTransaction } from './till-transaction.ts';

const record = (kind: string, totalMinor: number, content: object) =>
  ({ ...receipt(totalMinor, {}), kind, recordId: 'M1', shift: 'S1', content }) as unknown as TillTransaction;
const move = (kind: 'cash_in' | 'cash_out', rest: Partial<CashMovement> = {}) =>
  record(kind, 10000, {
    reason: null,
    payee: null,
    tax: null,
    removedAtClosing: false,
    ...rest,
  }) as TillTransaction & {
    kind: 'cash_in' | 'cash_out';
  };
const expense = (totalMinor: number, rest: Partial<CashMovement>) =>
  record('floating_expense', totalMinor, {
    ...{ reason: 'Cleaning', payee: 'Shine & Co', tax: null, removedAtClosing: false },
    ...rest,
  }) as TillTransaction & { kind: 'floating_expense' };
const variance = (totalMinor: number) =>
  record('till_variance', totalMinor, { expectedMinor: 0, countedMinor: totalMinor }) as TillTransaction & {
    kind: 'till_variance';
  };

const documents = (plan: Plan) => {
  if (!plan.ok) throw new Error(plan.refusals.map((r) => r.text).join('\n'));
  return plan.documents;
};
const codes = (plan: Plan) =>
  plan.ok ? [] : plan.refusals.map((r) => `${r.code}${r.field ? ` → ${r.field}` : ''}`);

describe('cash put in and taken out', () => {
  test.each([
    ['cash_in' as const, ids.bank, ids.till],
    ['cash_out' as const, ids.till, ids.bank],
  ])('%s is a transfer where the other side is a bank account', (kind, from, to) => {
    const chosen = { ...mapping, cashInAccountId: ids.bank, cashOutAccountId: ids.bank };
    expect(documents(planCashMovement(move(kind), context({ mapping: chosen })))).toMatchObject([
      { kind: 'bank_transfer', fromAccountId: from, toAccountId: to, amountMinor: 10000, date: '2026-11-01' },
    ]);
  });

  test.each([
    ['cash_in' as const, 'RECEIVE'],
    ['cash_out' as const, 'SPEND'],
  ])('%s is %s on the till where it is not', (kind, type) => {
    const chosen = { ...mapping, cashInAccountId: ids.gift, cashOutAccountId: ids.gift };
    const [contact, document] = documents(planCashMovement(move(kind), context({ mapping: chosen })));
    expect(contact).toMatchObject({ kind: 'contact', name: 'Tagrain till' });
    expect(document).toMatchObject({
      ...{ kind: 'bank_transaction', type, bankAccountId: ids.till, totalMinor: 10000, taxMinor: 0 },
      lines: [{ accountId: ids.gift, taxType: 'BASEXCLUDED', grossMinor: 10000 }],
    });
  });

  test('between an account and itself is recorded and not posted', () => {
    const chosen = { ...mapping, cashOutAccountId: ids.till };
    expect(documents(planCashMovement(move('cash_out'), context({ mapping: chosen })))).toEqual([]);
  });

  test('a movement and a removal under one record get numbers of their own', () => {
    const chosen = context({
      mapping: { ...mapping, cashInAccountId: ids.bank, cashOutAccountId: ids.bank },
    });
    const numbers = (['cash_in', 'cash_out'] as const).map((kind) => {
      const [document] = documents(planCashMovement(move(kind), chosen));
      return document && 'number' in document ? document.number : '';
    });
    expect(numbers).toEqual(['K7Q2MX-HL1-M1-1-IN', 'K7Q2MX-HL1-M1-1-OUT']);
  });
});

describe('a floating expense', () => {
  const chosen = {
    ...mapping,
    expenseAccounts: { Cleaning: ids.cleaning },
    expenseTaxTypes: { GST: 'INPUT' },
  };

  test('with tax is SPEND from the till to its payee, with the tax that Xero will make', () => {
    const plan = planFloatingExpense(
      expense(5000, { tax: { code: 'GST', amountMinor: 454 } }),
      context({ mapping: chosen }),
    );
    const [contact, document] = documents(plan);
    expect(contact).toMatchObject({ name: 'Shine & Co' });
    expect(document).toMatchObject({
      type: 'SPEND',
      totalMinor: 5000,
      taxMinor: 455,
      taxDifferenceMinor: -1,
    });
  });

  test('without tax in the record has none, whatever the account is used to', () => {
    const [, document] = documents(planFloatingExpense(expense(5000, {}), context({ mapping: chosen })));
    expect(document).toMatchObject({ taxMinor: 0, lines: [{ taxType: 'BASEXCLUDED' }] });
  });

  test('free of tax takes the rate of its code; out of scope is only what carries none', () => {
    const free = { ...chosen, expenseTaxTypes: { GST: 'INPUT', FREE: 'EXEMPTOUTPUT' } };
    const taxTypeOf = (tax: CashMovement['tax']) => {
      const [, document] = documents(planFloatingExpense(expense(5000, { tax }), context({ mapping: free })));
      return document && 'lines' in document ? document.lines[0]?.taxType : null;
    };
    expect(taxTypeOf({ code: 'FREE', amountMinor: 0 })).toBe('EXEMPTOUTPUT');
    expect(taxTypeOf({ code: 'NONE', amountMinor: 0 })).toBe('BASEXCLUDED');
    expect(taxTypeOf(null)).toBe('BASEXCLUDED');
    const notMapped = expense(5000, { tax: { code: 'EXPORT', amountMinor: 0 } });
    expect(codes(planFloatingExpense(notMapped, context({ mapping: free })))).toEqual([
      'tax_rate_missing → expenseTaxTypes.EXPORT',
    ]);
    const contradicts = expense(5000, { tax: { code: 'NONE', amountMinor: 5 } });
    expect(codes(planFloatingExpense(contradicts, context({ mapping: free })))).toEqual([
      'tax_differs → taxTypes.NONE',
    ]);
  });

  test('free of tax is booked by an organisation that is not registered, too', () => {
    const free = { ...chosen, expenseTaxTypes: { FREE: 'EXEMPTOUTPUT' } };
    const plan = planFloatingExpense(
      expense(5000, { tax: { code: 'FREE', amountMinor: 0 } }),
      context({ mapping: free, organisation: { ...organisation, paysTax: false } }),
    );
    expect(codes(plan)).toEqual([]);
  });

  test('finds the account of its reason however it is spelled, and no other by chance', () => {
    for (const reason of ['cleaning', ' CLEANING ', 'Cleaning']) {
      expect(codes(planFloatingExpense(expense(100, { reason }), context({ mapping: chosen })))).toEqual([]);
    }
    for (const reason of ['constructor', 'toString', 'Cleaning up']) {
      expect(codes(planFloatingExpense(expense(100, { reason }), context({ mapping: chosen })))).toEqual([
        `expense_account_missing → expenseAccounts.${reason}`,
      ]);
    }
    const tax = { code: 'constructor', amountMinor: 5 };
    expect(codes(planFloatingExpense(expense(100, { tax }), context({ mapping: chosen })))).toEqual([
      'tax_rate_missing → expenseTaxTypes.constructor',
    ]);
  });

  test('is told in its own words, with the field of expenses, where Xero would refuse account or rate', () => {
    const gone = { ...chosen, expenseTaxTypes: { GST: 'GONE' } };
    const taxed = expense(5000, { tax: { code: 'GST', amountMinor: 455 } });
    expect(codes(planFloatingExpense(taxed, context({ mapping: gone })))).toEqual([
      'tax_rate_unusable → expenseTaxTypes.GST',
    ]);
    const onBank = { ...chosen, expenseAccounts: { Cleaning: ids.bank } };
    expect(planFloatingExpense(taxed, context({ mapping: onBank }))).toMatchObject({
      refusals: [
        { field: 'expenseAccounts.Cleaning', text: expect.stringContaining('cannot take expenses') },
      ],
    });
  });

  test('is refused by name where its account, its rate, or a tax that fits it is missing', () => {
    const taxed = expense(5000, { tax: { code: 'GST', amountMinor: 455 } });
    expect(codes(planFloatingExpense(taxed, context()))).toEqual([
      'expense_account_missing → expenseAccounts.Cleaning',
    ]);
    const noRate = { ...chosen, expenseTaxTypes: {} };
    expect(codes(planFloatingExpense(taxed, context({ mapping: noRate })))).toEqual([
      'tax_rate_missing → expenseTaxTypes.GST',
    ]);
    const far = expense(5000, { tax: { code: 'GST', amountMinor: 500 } });
    expect(codes(planFloatingExpense(far, context({ mapping: chosen })))).toEqual([
      'tax_differs → expenseTaxTypes.GST',
    ]);
  });
});

test('a floating expense of nothing is recorded, not posted', () => {
  const chosen = { ...mapping, expenseAccounts: { Cleaning: ids.cleaning } };
  const plan = planTill(expense(0, {}), context({ mapping: chosen }));
  expect(plan).toEqual({ ok: true, documents: [], provenance: [] });
});

describe('till variance', () => {
  const chosen = { ...mapping, overShortAccountId: ids.cleaning };
  test.each([
    [150, 'RECEIVE', 'Cash over'],
    [-150, 'SPEND', 'Cash short'],
  ])('%i is %s, out of the scope of tax', (amount, type, description) => {
    const [, document] = documents(planTillVariance(variance(amount), context({ mapping: chosen })));
    expect(document).toMatchObject({
      type,
      totalMinor: 150,
      lines: [{ description, taxType: 'BASEXCLUDED' }],
    });
  });

  test('waits for a complete shift', () => {
    const incomplete = context({
      mapping: chosen,
      shiftLacks: () => 'the closing counts 3 receipts, 2 came',
    });
    expect(codes(planTillVariance(variance(-150), incomplete))).toEqual(['shift_incomplete']);
  });
});

test('cash that does not go to a bank account stops cash movements, since the till would have no balance', () => {
  const chosen = { ...mapping, cashInAccountId: ids.bank, paymentTypes: { cash: { accountId: ids.card } } };
  expect(codes(planCashMovement(move('cash_in'), context({ mapping: chosen })))).toEqual([
    'account_unusable → paymentTypes.cash',
  ]);
});

describe('an account of which somebody made another type in Xero since it was chosen', () => {
  const become = (accountId: string, type: string, accountClass: 'REVENUE' | 'EXPENSE' | 'LIABILITY') => {
    const accounts = new Map(organisation.accounts);
    accounts.set(accountId, { ...accounts.get(accountId)!, type, class: accountClass });
    return { ...organisation, accounts };
  };

  test('takes no cash that is only moved, when it is income or expense now', () => {
    const under = context({
      mapping: { ...mapping, cashInAccountId: ids.gift, cashOutAccountId: ids.gift },
      organisation: become(ids.gift, 'OTHERINCOME', 'REVENUE'),
    });
    for (const kind of ['cash_in', 'cash_out'] as const) {
      expect(codes(planCashMovement(move(kind), under))).toEqual([
        `account_unusable → ${kind === 'cash_in' ? 'cashInAccountId' : 'cashOutAccountId'}`,
      ]);
    }
  });

  test('takes nothing that is owed, when it is income now, and no sale, when it is owed now', () => {
    const sold = line(5000, 0, { kind: 'gift_card', taxCode: 'NONE' });
    const till = receipt(5000, { lines: [sold], payments: [{ id: '1', type: 'card', amountMinor: 5000 }] });
    const income = context({ organisation: become(ids.gift, 'REVENUE', 'REVENUE') });
    expect(codes(planReceipt(till, income))).toEqual(['account_unusable → giftCardAccountId']);
    const owed = context({ organisation: become(ids.sales, 'CURRLIAB', 'LIABILITY') });
    expect(codes(planReceipt(receipt(1100, { lines: [line(1100, 100)] }), owed))).toEqual([
      'account_unusable → salesAccountId',
    ]);
  });

  test('takes no expense, when it is income now', () => {
    const under = context({
      mapping: { ...mapping, expenseAccounts: { Cleaning: ids.cleaning } },
      organisation: become(ids.cleaning, 'REVENUE', 'REVENUE'),
    });
    expect(codes(planFloatingExpense(expense(1000, {}), under))).toEqual([
      'account_unusable → expenseAccounts.Cleaning',
    ]);
  });
});

test('a reason spelled otherwise at an outlet is the same reason', () => {
  const chosen = mappingSchema.parse({
    ...mapping,
    expenseAccounts: { Cleaning: ids.cleaning, Milk: ids.cleaning },
    outlets: { HL1: { expenseAccounts: { 'cleaning ': ids.rounding }, taxTypes: { GST: 'EXEMPTOUTPUT' } } },
  });
  const at = mappingAt(chosen, 'HL1', null);
  expect(at.expenseAccounts).toEqual({ Milk: ids.cleaning, 'cleaning ': ids.rounding });
  expect(at.taxTypes).toEqual({ ...mapping.taxTypes, GST: 'EXEMPTOUTPUT' });
  expect(mappingAt(chosen, 'constructor', 'R1').expenseAccounts).toEqual(chosen.expenseAccounts);
});

test('an outlet and a register may have accounts of their own', () => {
  const chosen = mappingSchema.parse({
    ...mapping,
    outlets: { HL1: { paymentTypes: { card: { accountId: ids.gift } } } },
    registers: { [registerKey('HL1', 'HL1-R1')]: { paymentTypes: { cash: { accountId: ids.bank } } } },
  });
  const at = mappingAt(chosen, 'HL1', 'HL1-R1');
  expect(at.paymentTypes).toMatchObject({ cash: { accountId: ids.bank }, card: { accountId: ids.gift } });
  expect(mappingAt(chosen, 'HL2', 'HL2-R1').paymentTypes).toEqual(mapping.paymentTypes);
  const sale = receipt(0, { payments: [] });
  expect(planReceipt(sale, context({ mapping: at })).ok).toBe(true);
});

describe('a shift is complete when our records reproduce its closing', () => {
  const closing = {
    ...{ receipts: 3, accountPayments: 2, cashMovements: 2, salesMinor: 5000, refundsMinor: -500 },
    payments: [{ type: 'cash', amountMinor: 4500 }],
    accountPaymentsByType: [
      { type: 'card', amountMinor: 800 },
      { type: 'cash', amountMinor: 200 },
    ],
    taxes: [{ code: 'GST', amountMinor: 409 }],
    ...{ cashInMinor: 100, cashOutMinor: 200, floatingExpenseMinor: 300 },
    // 100.00 at the opening, and then 45.00 + 2.00 + 1.00 − 2.00 − 3.00.
    ...{ expectedMinor: 14300, countedMinor: 14290, removedMinor: 4290, leftMinor: 10000 },
  } satisfies NonNullable<Shift['closing']>;
  const sums: ShiftSums = {
    ...{ receipts: 3, accountPayments: 2, cashMovements: 2, salesMinor: 5000, refundsMinor: -500 },
    ...{ cashInMinor: 100, cashOutMinor: 200, floatingExpenseMinor: 300, payments: { cash: 4500 } },
    ...{ accountPaymentsByType: { card: 800, cash: 200 }, taxes: { GST: 409 } },
  };
  const frame: ShiftFrame = { openingMinor: 10000, cashTypes: ['cash'] };

  test('to the cent and by count', () => expect(shiftLacks(closing, sums, frame, 2)).toBeNull());

  test.each([
    [
      { receipts: 2, salesMinor: 4000, payments: { cash: 3500 } },
      /3 receipts, 2 came.*sales of 50\.00.*40\.00 came.*“cash”/,
    ],
    [{ payments: { cash: 4000, card: 500 } }, /“cash” payments of 45\.00.*“card” payments of 0\.00/],
    [{ cashOutMinor: 100 }, /cash outs of 2\.00 were closed, 1\.00 came/],
    [
      { accountPaymentsByType: { card: 1000 } },
      /“card” payments of debts of 8\.00 were closed, 10\.00 came; “cash” payments of debts of 2\.00/,
    ],
    [{ taxes: { GST: 400, FREE: 0 } }, /^taxes “GST” of 4\.09 were closed, 4\.00 came$/],
    [{ taxes: {} }, /taxes “GST” of 4\.09 were closed, 0\.00 came/],
  ])('and else says what is missing', (change, expected) => {
    expect(shiftLacks(closing, { ...sums, ...change }, frame, 2)).toMatch(expected);
  });

  test('expected cash follows from the opening amount and what came and went', () => {
    expect(shiftLacks({ ...closing, expectedMinor: 14310 }, sums, frame, 2)).toBe(
      'the closing expects 143.10 in cash, its own figures make 143.00',
    );
    expect(shiftLacks(closing, sums, { ...frame, openingMinor: 0 }, 2)).toMatch(/make 43\.00/);
    // A till without cash has no drawer.
    expect(shiftLacks({ ...closing, expectedMinor: 0 }, sums, { ...frame, cashTypes: [] }, 2)).toBeNull();
  });

  test('and so does what is left', () => {
    expect(shiftLacks({ ...closing, leftMinor: 12000 }, sums, frame, 2)).toBe(
      'the closing leaves 120.00 in the drawer, but 142.90 counted less 42.90 removed are 100.00',
    );
  });
});
