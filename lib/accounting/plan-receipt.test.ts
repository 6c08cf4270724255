import { describe, expect, test } from 'vitest';
import { Debts, type OlderDebt, type OpenInvoice } from './debts.ts';
import { dependenciesOf, type PlannedDocument, type SalesDocument } from './document.ts';
import { context, ids, line, mapping, organisation, receipt } from './fixture.ts';
import type { Plan } from './plan.ts';
import { planAccountPayment } from './plan-account-payment.ts';
import { planReceipt } from './plan-receipt.ts';
import { defaultPolicy } from './posting-policy.ts';
import type { ReceiptLine, TillTransaction } from './till-transaction.ts';

function documents(plan: Plan): PlannedDocument[] {
  if (!plan.ok) throw new Error(plan.refusals.map((r) => r.text).join('\n'));
  return plan.documents;
}

const codes = (plan: Plan) =>
  plan.ok ? [] : plan.refusals.map((r) => `${r.code}${r.field ? ` → ${r.field}` : ''}`);

describe('a sale', () => {
  test('becomes one invoice under the walk-in contact and one payment per payment type', () => {
    const till = receipt(5500, {
      lines: [line(4500, 409, { quantity: '2.000' }), line(1000, 0)],
      payments: [
        { id: '1', type: 'cash', amountMinor: 2000 },
        { id: '2', type: 'card', amountMinor: 3000 },
        { id: '3', type: 'cash', amountMinor: 500 },
      ],
    });
    const [invoice, cash, card, ...rest] = documents(planReceipt(till, context()));
    expect(rest).toEqual([]);
    expect(invoice).toMatchObject({
      kind: 'invoice',
      number: 'K7Q2MX-HL1-HL1-R1-000123-1',
      contact: { contactId: ids.walkIn },
      date: '2026-11-01',
      totalMinor: 5500,
      taxMinor: 409,
      lines: [
        {
          description: '2 × Linen apron',
          accountId: ids.sales,
          taxType: 'OUTPUT',
          grossMinor: 4500,
          taxMinor: 409,
        },
        { description: 'Linen apron', taxType: 'EXEMPTOUTPUT', grossMinor: 1000, taxMinor: 0 },
      ],
    });
    expect(cash).toMatchObject({
      kind: 'payment',
      amountMinor: 2500,
      accountId: ids.till,
      number: 'K7Q2MX-HL1-HL1-R1-000123-1-P1',
    });
    expect(card).toMatchObject({
      kind: 'payment',
      amountMinor: 3000,
      accountId: ids.card,
      number: 'K7Q2MX-HL1-HL1-R1-000123-1-P2',
    });
  });

  test('posts cash rounding and gift cards sold out of the scope of tax', () => {
    const till = receipt(5999, {
      lines: [line(1001, 91), line(5000, 0, { kind: 'gift_card', taxCode: 'NONE', productName: null })],
      roundingMinor: -2,
    });
    const [invoice] = documents(planReceipt(till, context())) as [SalesDocument];
    expect(invoice.lines.slice(1)).toEqual([
      {
        description: 'Gift card',
        accountId: ids.gift,
        taxType: 'BASEXCLUDED',
        grossMinor: 5000,
        taxMinor: 0,
      },
      {
        description: 'Cash rounding',
        accountId: ids.rounding,
        taxType: 'BASEXCLUDED',
        grossMinor: -2,
        taxMinor: 0,
      },
    ]);
  });

  test('to a named customer brings the contact along, and on account has no payment', () => {
    const till = receipt(1100, {
      customer: { id: 'C0012', name: 'Mei Tan', email: null },
      lines: [line(1100, 100)],
      payments: [{ id: '1', type: 'account', amountMinor: 1100 }],
    });
    expect(documents(planReceipt(till, context())).map((d) => d.kind)).toEqual(['contact', 'invoice']);
  });

  test.each([
    ['line', 'Sale'],
    ['product', 'Sale'],
    ['category', 'Sale'],
  ] as const)(
    'of something without a name has words, by %s: Xero takes no line without',
    (lineDetail, words) => {
      const lines = [line(1100, 100, { productName: ' ', category: '' })];
      const under = context({ policy: { ...defaultPolicy, lineDetail } });
      const [invoice] = documents(planReceipt(receipt(1100, { lines }), under)) as [SalesDocument];
      expect(invoice.lines.map((l) => l.description)).toEqual([words]);
    },
  );

  test('to a customer whom the till knows badly: Xero takes neither a contact without a name nor an address that is none', () => {
    const contactOf = (name: string, email: string | null) =>
      documents(
        planReceipt(
          receipt(1100, { customer: { id: 'C7', name, email }, lines: [line(1100, 100)] }),
          context(),
        ),
      )[0];
    expect(contactOf('  ', 'none')).toMatchObject({ name: 'Customer C7', email: null });
    expect(contactOf(' Mei Tan ', 'this_is_!_valid')).toMatchObject({ name: 'Mei Tan', email: null });
    expect(contactOf('Mei Tan', "mei.o'tan+shop@mail.example.co.nz")).toMatchObject({
      email: "mei.o'tan+shop@mail.example.co.nz",
    });
  });

  test('of lines that go both ways is summed to one line, where the tax may stand on it', () => {
    const under = context({ policy: { ...defaultPolicy, lineDetail: 'account' } });
    const linesOf = (lines: ReceiptLine[]) => {
      const total = lines.reduce((n, l) => n + l.grossMinor, 0);
      const payments = [{ id: '1', type: 'card', amountMinor: total }];
      const [invoice] = documents(planReceipt(receipt(total, { lines, payments }), under)) as [SalesDocument];
      return invoice.lines.map((l) => [l.grossMinor, l.taxMinor]);
    };
    expect(linesOf([line(2200, 200), line(-1100, -100)])).toEqual([[1100, 100]]);
    expect(linesOf([line(2200, 200), line(-2200, -200)])).toEqual([[0, 0]]);
    // 0.05 has no tax, and 0.15 has a cent of it.
    const cent = line(5, 0, { taxCode: 'GST' });
    expect(linesOf([cent, cent, cent, line(-15, -1)])).toEqual([
      [15, 0],
      [-15, -1],
    ]);
    expect(linesOf([line(25, 2), line(-8, -1), line(-8, -1), line(-8, -1)])).toEqual([
      [25, 2],
      [-24, -3],
    ]);
  });

  test('of nothing is an invoice of 0.00 without a payment', () => {
    const till = receipt(0, { lines: [line(0, 0)], payments: [{ id: '1', type: 'cash', amountMinor: 0 }] });
    expect(documents(planReceipt(till, context()))).toMatchObject([{ kind: 'invoice', totalMinor: 0 }]);
  });
});

describe('payments against the sign of a receipt', () => {
  const sale = (payments: [string, number][], total = 1100) =>
    receipt(total, {
      lines: [line(total, Math.round(total / 11))],
      payments: payments.map(([type, amountMinor], i) => ({ id: String(i + 1), type, amountMinor })),
    });
  const bankCard = context({
    mapping: { ...mapping, paymentTypes: { ...mapping.paymentTypes, card: { accountId: ids.bank } } },
  });

  test('name the payment type whose account takes no line', () => {
    const accounts = new Map(organisation.accounts);
    accounts.set(ids.gift, { ...accounts.get(ids.gift)!, code: null });
    const under = context({ organisation: { ...organisation, accounts } });
    expect(
      codes(
        planReceipt(
          sale([
            ['giftcard', 3100],
            ['cash', -2000],
          ]),
          under,
        ),
      ),
    ).toEqual(['account_unusable → paymentTypes.giftcard']);
  });

  test('between two bank accounts are a transfer', () => {
    const [, payment, transfer] = documents(
      planReceipt(
        sale([
          ['card', 3100],
          ['cash', -2000],
        ]),
        bankCard,
      ),
    );
    expect(payment).toMatchObject({ kind: 'payment', amountMinor: 1100, accountId: ids.bank });
    expect(transfer).toMatchObject({
      ...{ kind: 'bank_transfer', fromAccountId: ids.till, toAccountId: ids.bank, amountMinor: 2000 },
      number: 'K7Q2MX-HL1-HL1-R1-000123-1-M1',
    });
  });

  test.each([
    [
      [
        ['giftcard', 3100],
        ['cash', -2000],
      ] as [string, number][],
      'SPEND',
    ],
    [
      [
        ['cash', 3100],
        ['giftcard', -2000],
      ] as [string, number][],
      'RECEIVE',
    ],
  ])('with one bank account are SPEND or RECEIVE on it', (payments, type) => {
    const [, , contact, move] = documents(planReceipt(sale(payments), context()));
    expect(contact).toMatchObject({ kind: 'contact', name: 'Tagrain till' });
    expect(move).toMatchObject({
      ...{ kind: 'bank_transaction', type, bankAccountId: ids.till, totalMinor: 2000 },
      lines: [{ accountId: ids.gift }],
    });
  });

  test('with none are an invoice of two lines that nets to zero', () => {
    const points = { ...mapping.paymentTypes, points: { accountId: ids.gift } };
    const noBank = context({ mapping: { ...mapping, paymentTypes: points } });
    const [, , swap] = documents(
      planReceipt(
        sale([
          ['card', 3100],
          ['points', -2000],
        ]),
        noBank,
      ),
    );
    expect(swap).toMatchObject({
      ...{ kind: 'invoice', totalMinor: 0 },
      lines: [
        { accountId: ids.gift, grossMinor: 2000 },
        { accountId: ids.card, grossMinor: -2000 },
      ],
    });
  });
});

test('on a credit note what came back is counted up, on an invoice what came back with the sale is not', () => {
  const texts = (till: Parameters<typeof planReceipt>[0]) => {
    const [document] = documents(planReceipt(till, context())) as [SalesDocument];
    return document.lines.map((l) => l.description);
  };
  const refund = receipt(-3000, {
    lines: [
      line(-2000, -182, { quantity: '-2.000', productName: 'Table lamp' }),
      line(-2000, -182, { quantity: '-1', productName: 'Mug' }),
      line(1000, 91, { quantity: '1.5', productName: 'Tea, kg' }),
    ],
    payments: [{ id: '1', type: 'cash', amountMinor: -3000 }],
  });
  expect(texts({ ...refund, kind: 'sale_refund' })).toEqual(['2 × Table lamp', 'Mug', '−1.5 × Tea, kg']);
  const unsigned = receipt(-2000, {
    lines: [line(-2000, -182, { quantity: '2' })],
    payments: [{ id: '1', type: 'cash', amountMinor: -2000 }],
  });
  expect(texts({ ...unsigned, kind: 'sale_refund' })).toEqual(['2 × Linen apron']);
  const exchange = receipt(1000, {
    lines: [line(2000, 182, { quantity: '2' }), line(-1000, -91, { quantity: '-1', productName: 'Mug' })],
  });
  expect(texts(exchange)).toEqual(['2 × Linen apron', '−1 × Mug']);
});

test('a refund becomes a credit note with its signs turned, and the payment that went back', () => {
  const till = receipt(-1100, { lines: [line(-1100, -100, { quantity: '-1' })] });
  const [note, payment] = documents(planReceipt(till, context()));
  expect(note).toMatchObject({
    kind: 'credit_note',
    totalMinor: 1100,
    taxMinor: 100,
    lines: [{ grossMinor: 1100, taxMinor: 100 }],
  });
  expect(payment).toMatchObject({ kind: 'payment', of: (note as SalesDocument).key, amountMinor: 1100 });
});

describe('what is refused, by name', () => {
  const sale = (content = {}, rest = {}) => receipt(1100, { lines: [line(1100, 100)], ...content }, rest);
  const without = (change: object) => context({ mapping: { ...mapping, ...change } });
  test.each<[string, ReturnType<typeof receipt>, ReturnType<typeof context>, string[]]>([
    [
      'no sales account',
      sale(),
      without({ salesAccountId: null }),
      ['sales_account_missing → salesAccountId'],
    ],
    ['no tax rate', sale(), without({ taxTypes: {} }), ['tax_rate_missing → taxTypes.GST']],
    [
      'no receiving account',
      sale(),
      without({ paymentTypes: {} }),
      ['payment_type_missing → paymentTypes.cash'],
    ],
    [
      'no walk-in contact',
      sale(),
      without({ walkInContactId: null }),
      ['walk_in_contact_missing → walkInContactId'],
    ],
    [
      'an archived account',
      sale(),
      without({ salesAccountId: ids.archived }),
      ['account_unusable → salesAccountId'],
    ],
    [
      'sales on a bank account',
      sale(),
      without({ salesAccountId: ids.till }),
      ['account_unusable → salesAccountId'],
    ],
    [
      'a liability that takes no payments',
      sale(),
      without({ paymentTypes: { cash: { accountId: ids.giftClosed } } }),
      ['account_unusable → paymentTypes.cash'],
    ],
    ['a wrong rate', sale(), without({ taxTypes: { GST: 'BASEXCLUDED' } }), ['tax_differs → taxTypes.GST']],
    ['another currency', sale({}, { currency: 'NZD' }), context(), ['currency_differs']],
    ['a locked period', sale({}, { businessDay: '2026-06-30' }), context(), ['locked_period']],
    [
      'tax where nobody is registered',
      sale(),
      context({ organisation: { ...organisation, paysTax: false } }),
      ['not_registered_for_tax'],
    ],
    [
      'cash given out against a debt, without an account to clear it',
      sale({
        payments: [
          { id: '1', type: 'account', amountMinor: 3100 },
          { id: '2', type: 'cash', amountMinor: -2000 },
        ],
      }),
      without({ debtClearingAccountId: null }),
      ['debt_clearing_account_missing → debtClearingAccountId'],
    ],
    [
      'a gift card that is taxed when it is sold',
      sale({ lines: [line(1100, 100, { kind: 'gift_card' })] }),
      context(),
      ['taxed_at_start'],
    ],
    [
      'a deposit of a cent at a rate that is not zero',
      sale({ lines: [line(1, 0, { kind: 'deposit', taxCode: 'GST' }), line(1099, 100)] }),
      without({ depositAccountId: ids.gift }),
      ['taxed_at_start'],
    ],
    [
      'a tip',
      sale({ lines: [line(1100, 0, { kind: 'tip', taxCode: 'NONE' })] }),
      context(),
      ['tips_account_missing → tipsAccountId'],
    ],
    [
      'everything that is missing at once',
      sale(),
      without({ salesAccountId: null, walkInContactId: null, paymentTypes: {} }),
      [
        'walk_in_contact_missing → walkInContactId',
        'sales_account_missing → salesAccountId',
        'payment_type_missing → paymentTypes.cash',
      ],
    ],
  ])('%s', (_what, till, given, expected) => expect(codes(planReceipt(till, given))).toEqual(expected));
});

describe('a later payment of a debt', () => {
  const payment = (appliesTo: { outlet: string; id: string; amountMinor: number }[]) =>
    ({
      ...receipt(8000, {}),
      kind: 'payment',
      recordId: 'HL1-R1-A0004',
      content: {
        customer: { id: 'C0012', name: 'Mei Tan', email: null },
        payment: { id: '1', type: 'card', amountMinor: 8000 },
        appliesTo,
      },
    }) as TillTransaction & { kind: 'payment' };
  /** An invoice of Mei Tan's, with what is due on it. */
  const owed = (outlet: string, id: string, dueMinor: number): OpenInvoice => ({
    ...{ key: `invoice:${outlet}:${id}:1`, receipt: { outlet, id }, part: null, dueMinor },
    contact: { contactKey: 'contact:C0012' },
  });
  const owing = (...open: OpenInvoice[]) => context({ debts: new Debts(open) });
  const paid = (plan: Plan) => documents(plan).map((d) => 'of' in d && [d.of, d.amountMinor]);

  test('is one payment on each invoice that it names', () => {
    const plan = planAccountPayment(
      payment([
        { outlet: 'HL1', id: 'A', amountMinor: 5000 },
        { outlet: 'HL2', id: 'B', amountMinor: 3000 },
      ]),
      owing(owed('HL1', 'A', 5000), owed('HL2', 'B', 9000)),
    );
    expect(documents(plan)).toMatchObject([
      { of: 'invoice:HL1:A:1', amountMinor: 5000, number: 'K7Q2MX-HL1-HL1-R1-A0004-1-P1' },
      { of: 'invoice:HL2:B:1', amountMinor: 3000, number: 'K7Q2MX-HL1-HL1-R1-A0004-1-P2' },
    ]);
  });

  test('pays what is due on what it names, and with the rest the customer’s other invoices, oldest first', () => {
    const plan = planAccountPayment(
      payment([{ outlet: 'HL1', id: 'B', amountMinor: 8000 }]),
      owing(owed('HL1', 'A', 1000), owed('HL1', 'B', 5000), owed('HL1', 'C', 9000)),
    );
    expect(paid(plan)).toEqual([
      ['invoice:HL1:B:1', 5000],
      ['invoice:HL1:A:1', 1000],
      ['invoice:HL1:C:1', 2000],
    ]);
  });

  test('pays a receipt’s own invoice, then what it gave out against the debt', () => {
    const givenOut = { ...owed('HL1', 'A', 2000), key: 'invoice:HL1:A:1:debt%3A1', part: 'D1' };
    const plan = planAccountPayment(
      payment([{ outlet: 'HL1', id: 'A', amountMinor: 8000 }]),
      owing(givenOut, owed('HL1', 'A', 6000)),
    );
    expect(documents(plan)).toMatchObject([
      { of: 'invoice:HL1:A:1', amountMinor: 6000, number: 'K7Q2MX-HL1-HL1-R1-A0004-1-P1' },
      { of: 'invoice:HL1:A:1:debt%3A1', amountMinor: 2000, number: 'K7Q2MX-HL1-HL1-R1-A0004-1-P-HL1-A-D1' },
    ]);
  });

  test('is held, and says by how much, where it is more than the customer owes', () => {
    const plan = planAccountPayment(
      payment([{ outlet: 'HL1', id: 'A', amountMinor: 8000 }]),
      owing(owed('HL1', 'A', 5000), owed('HL1', 'B', 1000)),
    );
    expect(codes(plan)).toEqual(['payment_exceeds_debt']);
    expect(!plan.ok && plan.refusals[0]!.text).toContain('20.00 more than the customer owes');
  });

  describe('of a receipt from before the start date', () => {
    const theirs = 'xero_invoice:9f2c1a52-0000-4000-8000-000000000001';
    const older = (id: string, dueMinor: number): OlderDebt => ({
      ...{ debtOf: 'receipt', receipt: { outlet: 'HL1', id }, key: theirs, invoiceNumber: 'OB-17', dueMinor },
    });
    const of = (id: string, amountMinor: number) => ({ outlet: 'HL1', id, amountMinor });

    test('goes to the invoice that was chosen for it, which waits for nothing of ours', () => {
      const debts = new Debts([owed('HL1', 'A', 5000)], [older('OLD', 3000)]);
      const plan = planAccountPayment(payment([of('A', 5000), of('OLD', 3000)]), context({ debts }));
      expect(paid(plan)).toEqual([
        ['invoice:HL1:A:1', 5000],
        [theirs, 3000],
      ]);
      expect(documents(plan).map(dependenciesOf)).toEqual([['invoice:HL1:A:1'], []]);
    });

    test('is held, with the amounts, where more is paid than is due on it, by one receipt or by two', () => {
      const debts = new Debts([owed('HL1', 'A', 9000)], [older('OLD', 7999)]);
      const plan = planAccountPayment(payment([of('OLD', 8000)]), context({ debts }));
      expect(codes(plan)).toEqual(['older_debt_exceeded']);
      expect(!plan.ok && plan.refusals[0]!.text).toMatch(
        /pays 80\.00 .* but 79\.99 was due on invoice OB-17/,
      );
      const two = new Debts([], [older('OLD', 7000), older('OLDER', 7000)]);
      const both = planAccountPayment(payment([of('OLD', 4000), of('OLDER', 4000)]), context({ debts: two }));
      expect(codes(both)).toEqual(['older_debt_exceeded']);
    });

    test('leaves less for the next one, as debts are noted', () => {
      const debts = new Debts([], [older('OLD', 9000)]);
      const first = payment([of('OLD', 8000)]);
      debts.note(first, documents(planAccountPayment(first, context({ debts }))));
      expect(debts.olderOf(of('OLD', 0))?.dueMinor).toBe(1000);
      expect(debts.without([{ of: theirs, amountMinor: 8000 }]).olderOf(of('OLD', 0))?.dueMinor).toBe(9000);
    });

    test('goes to our own invoice once the receipt is posted from here, whatever was chosen', () => {
      const debts = new Debts([owed('HL1', 'A', 9000)], [older('A', 9000)]);
      expect(paid(planAccountPayment(payment([of('A', 8000)]), context({ debts })))).toEqual([
        ['invoice:HL1:A:1', 8000],
      ]);
    });

    describe('beyond what the customer owes here, chosen for the payment itself', () => {
      const rest = (dueMinor: number): OlderDebt => ({
        ...{ debtOf: 'payment', receipt: { outlet: payment([]).outlet, id: payment([]).recordId } },
        ...{ key: theirs, invoiceNumber: 'OB-17', dueMinor },
      });

      test('goes there after all that he owes here, or whole where he owes nothing, to the cent', () => {
        const some = new Debts([owed('HL1', 'A', 5000), owed('HL1', 'B', 1000)], [rest(2000)]);
        const plan = planAccountPayment(payment([of('B', 1000)]), context({ debts: some }));
        expect(paid(plan)).toEqual([
          ['invoice:HL1:B:1', 1000],
          ['invoice:HL1:A:1', 5000],
          [theirs, 2000],
        ]);
        expect(documents(plan)[2]).toMatchObject({ number: 'K7Q2MX-HL1-HL1-R1-A0004-1-P-REST' });
        const none = new Debts([], [rest(8000)]);
        expect(paid(planAccountPayment(payment([]), context({ debts: none })))).toEqual([[theirs, 8000]]);
        const all = new Debts([owed('HL1', 'A', 8000)], [rest(8000)]);
        expect(paid(planAccountPayment(payment([]), context({ debts: all })))).toEqual([
          ['invoice:HL1:A:1', 8000],
        ]);
      });

      test('is held, with the amounts, where that is more than is due on it, also by what it names', () => {
        const short = new Debts([owed('HL1', 'A', 5000)], [rest(2999)]);
        const plan = planAccountPayment(payment([]), context({ debts: short }));
        expect(codes(plan)).toEqual(['older_debt_exceeded']);
        expect(!plan.ok && plan.refusals[0]!.text).toMatch(
          /pays 30\.00 more than the customer owes .* but 29\.99 was due on invoice OB-17/,
        );
        const both = new Debts([], [older('OLD', 7000), rest(7000)]);
        expect(codes(planAccountPayment(payment([of('OLD', 5000)]), context({ debts: both })))).toEqual([
          'older_debt_exceeded',
        ]);
      });

      test('is for no receipt of the same id, nor the other way round', () => {
        const { outlet, receipt } = { outlet: 'HL1', receipt: older('OLD', 9000) };
        const debts = new Debts([], [receipt, rest(9000)]);
        expect(debts.restOf({ outlet, id: 'OLD' })).toBeNull();
        expect(debts.olderOf({ outlet, id: payment([]).recordId })).toBeNull();
      });
    });

    test('is never paid by what does not name it: what the customer owes here is another matter', () => {
      const debts = new Debts([], [older('OLD', 9000)]);
      expect(codes(planAccountPayment(payment([]), context({ debts })))).toEqual(['payment_exceeds_debt']);
    });
  });

  test('is held where it names more than it is, or pays what is not here', () => {
    const of = (amountMinor: number) => payment([{ outlet: 'HL1', id: 'A', amountMinor }]);
    expect(codes(planAccountPayment(of(9000), owing(owed('HL1', 'A', 9000))))).toEqual([
      'account_payment_open',
    ]);
    expect(codes(planAccountPayment(of(8000), context()))).toEqual(['paid_receipt_unknown']);
  });
});
