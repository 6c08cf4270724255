import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sum } from '@/lib/money/money';
import type { BankTransferDocument, PaymentDocument, PlannedDocument, SalesDocument } from './document.ts';
import { context, ids, line, mapping, receipt } from './fixture.ts';
import { documentNumber } from './number.ts';
import { planReceipt } from './plan-receipt.ts';
import {
  planSummary,
  type Sale,
  type SummaryPlan,
  type SummaryReceipt,
  summaryKindOf,
  supplementMark,
} from './plan-summary.ts';
import { defaultPolicy } from './posting-policy.ts';
import { type SummaryGroup, summaryName } from './summary-name.ts';

const shift: SummaryGroup = { outlet: 'HL1', businessDay: '2026-11-01', by: 'shift', shift: 'HL1-R1-S0007' };

/** A sale, or a refund where its amount is negative, of one line at 10 %, paid as said. */
function sale(id: string, grossMinor: number, payments: Record<string, number>, change: object = {}): Sale {
  const taxMinor = Math.sign(grossMinor) * Math.round(Math.abs(grossMinor) / 11);
  return receipt(
    grossMinor,
    {
      lines: [line(grossMinor, taxMinor)],
      payments: Object.entries(payments).map(([type, amountMinor], i) => ({ id: `${i}`, type, amountMinor })),
      ...change,
    },
    { recordId: id, shift: 'HL1-R1-S0007' },
  );
}

const given = (tills: Sale[], where = context(), left = new Map<string, string>()): SummaryReceipt[] =>
  tills.map((till) => ({ till, context: where, left }));

function plan(receipts: SummaryReceipt[], group = shift, supplement: string | null = null): SummaryPlan {
  const kind = summaryKindOf(receipts[0]!.till);
  return planSummary(group, summaryName('K7Q2MX', kind, group, supplement), receipts);
}

function planned(result: SummaryPlan) {
  if (!result.ok) throw new Error([...result.refusals.values()].flat().map((r) => r.text)[0]);
  const [document, ...rest] = result.documents as [SalesDocument, ...PlannedDocument[]];
  const payments = rest.filter((d): d is PaymentDocument => d.kind === 'payment');
  return { ...result, document, rest, payments };
}

describe('a summary', () => {
  test('sells and takes back in one line, where the tax may stand on it', () => {
    const both = (id: string, ...lines: ReturnType<typeof line>[]) => {
      const total = sum(lines.map((l) => l.grossMinor));
      return sale(id, total, { card: total }, { lines });
    };
    const linesOf = (...tills: Sale[]) =>
      planned(plan(given(tills))).document.lines.map((l) => [l.grossMinor, l.taxMinor]);
    expect(linesOf(both('A', line(2200, 200)), both('B', line(2200, 200), line(-1100, -100)))).toEqual([
      [3300, 300],
    ]);
    // 0.05 has no tax, and 0.15 has a cent of it.
    const cent = line(5, 0, { taxCode: 'GST' });
    expect(linesOf(both('A', cent, cent), both('B', cent, line(10, 0), line(-15, -1)))).toEqual([
      [10, 0],
      [15, 0],
      [-15, -1],
    ]);
  });

  test('is one invoice: lines per account and tax rate, a payment per payment type', () => {
    const gift = sale('B', 6000, { card: 6000 });
    gift.content.lines = [
      line(1000, 91),
      line(5000, 0, { kind: 'gift_card', productName: null, taxCode: 'NONE' }),
    ];
    const rounded = sale('C', 998, { cash: 1000, giftcard: -2 }, { roundingMinor: -2 });
    rounded.content.lines = [line(1000, 0)];
    const { document, payments, rest } = planned(
      plan(
        given([sale('A', 1100, { cash: 600, card: 500 }), gift, rounded, sale('D', 500, { giftcard: 500 })]),
      ),
    );
    expect(document).toMatchObject({
      kind: 'invoice',
      key: 'invoice:@shift:HL1:HL1-R1-S0007:2026-11-01',
      number: 'K7Q2MX-HL1-S-HL1-R1-S0007-20261101-SUM',
      reference: 'Harbour Lane, shift HL1-R1-S0007, 2026-11-01',
      contact: { contactId: ids.walkIn },
      ...{ date: '2026-11-01', totalMinor: 8598, taxMinor: 236 },
    });
    expect(document.lines).toEqual([
      {
        ...{ description: 'Sales, EXEMPTOUTPUT', accountId: ids.sales, taxType: 'EXEMPTOUTPUT' },
        grossMinor: 1000,
        taxMinor: 0,
      },
      {
        ...{ description: 'Sales, OUTPUT', accountId: ids.sales, taxType: 'OUTPUT' },
        grossMinor: 2600,
        taxMinor: 236,
      },
      {
        ...{ description: 'Gift cards, BASEXCLUDED', accountId: ids.gift, taxType: 'BASEXCLUDED' },
        grossMinor: 5000,
        taxMinor: 0,
      },
      {
        ...{ description: 'Rounding, BASEXCLUDED', accountId: ids.rounding, taxType: 'BASEXCLUDED' },
        grossMinor: -2,
        taxMinor: 0,
      },
    ]);
    expect(rest).toHaveLength(3);
    expect(payments.map((p) => [p.accountId, p.amountMinor, p.of])).toEqual([
      [ids.card, 6500, document.key],
      [ids.till, 1600, document.key],
      [ids.gift, 498, document.key],
    ]);
  });

  test('is told per category where that is chosen, still per account and tax rate', () => {
    const tills = [
      sale('A', 1100, { cash: 1100 }),
      sale('B', 500, { card: 500 }),
      sale('C', 300, { cash: 300 }),
    ];
    tills[1]!.content.lines[0]!.category = 'Garden';
    const policy = { ...defaultPolicy, lineDetail: 'category' as const };
    const { document } = planned(plan(given(tills, context({ policy }))));
    expect(document.lines.map((l) => [l.description, l.grossMinor])).toEqual([
      ['Garden, OUTPUT', 500],
      ['Kitchen, OUTPUT', 1400],
    ]);
  });

  test('knows every receipt as its source, and those of each payment as the payment’s', () => {
    const { provenance, payments } = planned(
      plan(given([sale('A', 1100, { cash: 1100 }), sale('B', 500, { card: 400, cash: 100 })])),
    );
    const sourcesOf = (role: string) => provenance.filter((p) => p.role === role).map((p) => p.till.recordId);
    expect(sourcesOf('receipt')).toEqual(['A', 'B']);
    expect(sourcesOf('payment:cash')).toEqual(['A', 'B']);
    expect(sourcesOf('payment:card')).toEqual(['B']);
    expect(new Set(provenance.map((p) => p.documentKey)).size).toBe(1 + payments.length);
  });

  test('does not depend on the order in which its receipts came', () => {
    const tills = [
      sale('A', 1100, { cash: 1100 }),
      sale('B', 500, { card: 500 }),
      sale('C', 70, { cash: 70 }),
    ];
    expect(plan(given(tills.toReversed()))).toEqual(plan(given(tills)));
  });

  test('of refunds is a credit note with its signs turned, however many sales there were', () => {
    const { document, payments } = planned(
      plan(given([sale('R1', -1100, { cash: -1100 }), sale('R2', -500, { card: -300, cash: -200 })])),
    );
    expect(document).toMatchObject({
      ...{ kind: 'credit_note', totalMinor: 1600, taxMinor: 145 },
      number: 'K7Q2MX-HL1-S-HL1-R1-S0007-20261101-REFUND',
    });
    expect(payments.map((p) => [p.accountId, p.amountMinor])).toEqual([
      [ids.card, 300],
      [ids.till, 1300],
    ]);
  });

  test('of nothing but receipts of 0.00 is an invoice of 0.00', () => {
    const { document, rest } = planned(plan(given([sale('A', 0, { cash: 0 }), sale('B', 0, {})])));
    expect(document).toMatchObject({ totalMinor: 0, lines: [{ grossMinor: 0, taxMinor: 0 }] });
    expect(rest).toEqual([]);
  });

  test('of a day pays the registers’ own accounts, each once', () => {
    const second = { ...mapping, paymentTypes: { ...mapping.paymentTypes, cash: { accountId: ids.bank } } };
    const receipts = [
      ...given([sale('A', 1100, { cash: 1100 }), sale('B', 500, { card: 500 })]),
      ...given([sale('C', 300, { cash: 200, card: 100 })], context({ mapping: second })),
    ];
    const { document, payments } = planned(
      plan(receipts, { outlet: 'HL1', businessDay: '2026-11-01', by: 'day' }),
    );
    expect(document.number).toBe('K7Q2MX-HL1-20261101-SUM');
    expect(payments.map((p) => [p.accountId, p.amountMinor])).toEqual([
      [ids.card, 600],
      [ids.till, 1100],
      [ids.bank, 200],
    ]);
    expect(new Set(payments.map((p) => p.number)).size).toBe(3);
  });
});

describe('payments against the sign', () => {
  test('come off what the other receipts took in that type', () => {
    const { payments, rest } = planned(
      plan(given([sale('A', 1100, { card: 3100, cash: -2000 }), sale('B', 5000, { cash: 5000 })])),
    );
    expect(rest).toHaveLength(2);
    expect(payments.map((p) => [p.accountId, p.amountMinor])).toEqual([
      [ids.card, 3100],
      [ids.till, 3000],
    ]);
  });

  test('move between the accounts where nothing was taken in that type', () => {
    const bankCard = context({
      mapping: { ...mapping, paymentTypes: { ...mapping.paymentTypes, card: { accountId: ids.bank } } },
    });
    const { payments, rest, provenance } = planned(
      plan(given([sale('A', 1100, { card: 3100, cash: -2000 }), sale('B', 500, { card: 500 })], bankCard)),
    );
    expect(payments.map((p) => [p.accountId, p.amountMinor])).toEqual([[ids.bank, 1600]]);
    expect(rest[1] as BankTransferDocument).toMatchObject({
      ...{ kind: 'bank_transfer', fromAccountId: ids.till, toAccountId: ids.bank, amountMinor: 2000 },
      number: 'K7Q2MX-HL1-S-HL1-R1-S0007-20261101-SUM-M1',
    });
    expect(provenance.filter((p) => p.role === 'move:1').map((p) => p.till.recordId)).toEqual(['A']);
  });
});

describe('names', () => {
  const number = (group: SummaryGroup, supplement: string | null = null) =>
    summaryName('K7Q2MX', 'invoice', group, supplement).number;

  test('a shift over the cut-off has a summary for each business day', () => {
    expect(number(shift)).not.toBe(number({ ...shift, businessDay: '2026-11-02' }));
  });

  test('a supplement is named by its first receipt, in whatever order its receipts came', () => {
    const late = [sale('X', 100, { cash: 100 }), sale('Y', 200, { cash: 200 })];
    expect(supplementMark(late)).toBe(supplementMark(late.toReversed()));
    expect(supplementMark(late)).not.toBe(supplementMark(late.slice(1)));
    const [main, supplement] = [null, supplementMark(late)].map((s) => planned(plan(given(late), shift, s)));
    expect(supplement!.document.number).toMatch(/-SUM-[0-9A-F]{16}$/);
    expect(main!.payments[0]!.key).not.toBe(supplement!.payments[0]!.key);
  });

  test('never meet, whatever shifts, registers and outlets are called', () => {
    const anId = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        'S',
        'R',
        'A',
        'SUM',
        '20261101',
        'S-A',
        'R-A',
        'A-20261101',
        'A-20261101-SUM',
        'REFUND',
        'A:B',
        '@',
      ),
    );
    const aGroup: fc.Arbitrary<SummaryGroup> = fc
      .record({ outlet: anId, by: fc.constantFrom('shift', 'register', 'day'), id: anId })
      .map(
        ({ outlet, by, id }) =>
          ({ outlet, businessDay: '2026-11-01', by, ...(by === 'day' ? {} : { [by]: id }) }) as SummaryGroup,
      );
    fc.assert(
      fc.property(
        aGroup,
        aGroup,
        fc.option(fc.constantFrom('0123456789ABCDEF', '1')),
        anId,
        (a, b, mark, id) => {
          const same = JSON.stringify(a) === JSON.stringify(b);
          const [one, other] = [
            summaryName('K7Q2MX', 'invoice', a),
            summaryName('K7Q2MX', 'invoice', b, mark),
          ];
          expect(one.key === other.key).toBe(same && mark === null);
          expect(one.number === other.number).toBe(same && mark === null);
          expect(one.number).not.toBe(documentNumber('K7Q2MX', a.outlet, id, 20_261_101));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('what waits, and for what', () => {
  const refusalsOf = (result: SummaryPlan) =>
    result.ok
      ? []
      : [...result.refusals].map(([till, reasons]) => [till.recordId, reasons.map((r) => r.code)]);

  test('one bad receipt makes the whole summary wait, and is named', () => {
    const result = plan(
      given([sale('A', 1100, { cash: 1100 }), sale('B', 500, { bitcoin: 500 }), sale('C', 5, { card: 5 })]),
    );
    expect(refusalsOf(result)).toEqual([
      ['A', ['summary_waits']],
      ['B', ['payment_type_missing']],
      ['C', ['summary_waits']],
    ]);
    const texts = result.ok ? [] : [...result.refusals.values()].map(([first]) => first!.text);
    expect(texts[0]).toBe(
      'The summary of shift HL1-R1-S0007, 2026-11-01 waits for receipt B: Choose the account that receives payment type “bitcoin”.',
    );
  });

  test('a wrong rate on one receipt does not hide in the sum', () => {
    const wrong = sale('B', 1100, { cash: 1100 });
    wrong.content.lines = [line(1100, 92)];
    expect(refusalsOf(plan(given([sale('A', 100_000, { cash: 100_000 }), wrong])))).toEqual([
      ['A', ['summary_waits']],
      ['B', ['tax_differs']],
    ]);
  });

  test.each([
    ['half a cent per tax amount and line passes', 5, true],
    ['more does not', 6, false],
  ])('tax that is off a little on each receipt: %s', (_what, off, passes) => {
    // Each 10.00 holds 0.9090… of tax; `off` of ten receipts say a cent more than rounding gives.
    const tills = Array.from({ length: 10 }, (_, i) => {
      const till = sale(`A${i}`, 1001, { cash: 1001 });
      till.content.lines = [line(1001, i < off ? 92 : 91)];
      return till;
    });
    expect(plan(given(tills)).ok).toBe(passes);
  });

  test('what is wrong with each sale is wrong with the summary', () => {
    const without = context({ mapping: { ...mapping, walkInContactId: null, salesAccountId: null } });
    expect(refusalsOf(plan(given([sale('A', 1100, { cash: 1100 })], without)))).toEqual([
      ['A', ['walk_in_contact_missing', 'sales_account_missing']],
    ]);
  });
});

describe('planned again, after a part of it left', () => {
  const left = new Map([['payment:card', 'payment of before']]);
  const cardElsewhere = (accountId: string) =>
    context({ mapping: { ...mapping, paymentTypes: { ...mapping.paymentTypes, card: { accountId } } } });

  test('what left is not planned a second time, even under another mapping', () => {
    const tills = [sale('A', 1100, { card: 1100 }), sale('B', 500, { cash: 500 })];
    const again = planned(plan(given(tills, cardElsewhere(ids.bank), left)));
    expect(again.payments.map((p) => [p.accountId, p.amountMinor])).toEqual([[ids.till, 500]]);
  });

  test('what has not left is not lost, even where it comes to the account of what has', () => {
    const receipts = [
      ...given([sale('A', 1100, { card: 1100 })], cardElsewhere(ids.bank), left),
      ...given([sale('B', 500, { card: 500 })], cardElsewhere(ids.bank)),
    ];
    const { payments } = planned(plan(receipts));
    expect(payments.map((p) => [p.accountId, p.amountMinor])).toEqual([[ids.bank, 500]]);
  });
});

test('a payment type that became a debt after its receipt was summed is refused, not lost', () => {
  const debt = context({ mapping: { ...mapping, paymentTypes: { card: { onAccount: true } } } });
  const result = plan(given([sale('A', 1100, { card: 1100 })], debt));
  expect(result.ok ? [] : [...result.refusals.values()].flat().map((r) => r.code)).toEqual([
    'account_unusable',
  ]);
  expect(plan(given([sale('A', 1100, { card: 1100 })], debt, new Map([['payment:card', 'before']]))).ok).toBe(
    true,
  );
});

test('a summary moves exactly what its receipts would have moved one by one', () => {
  const aReceipt = fc.record({
    lines: fc.array(fc.record({ gross: fc.integer({ min: -4000, max: 9000 }), taxed: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    }),
    rounding: fc.constantFrom(0, 0, 0, -2, 1),
    split: fc.integer({ min: -3000, max: 9000 }),
    types: fc.shuffledSubarray(['cash', 'card', 'giftcard'], { minLength: 2, maxLength: 2 }),
  });
  let refunds = 0;
  let againstSign = 0;
  fc.assert(
    fc.property(fc.array(aReceipt, { minLength: 1, maxLength: 40 }), (drawn) => {
      const tills = drawn.map(({ lines, rounding, split, types }, i) => {
        const total = sum(lines.map((l) => l.gross)) + rounding;
        return receipt(
          total,
          {
            lines: lines.map((l) =>
              line(l.gross, l.taxed ? Math.sign(l.gross) * Math.round(Math.abs(l.gross) / 11) : 0),
            ),
            roundingMinor: rounding,
            payments: [
              { id: '1', type: types[0]!, amountMinor: split },
              { id: '2', type: types[1]!, amountMinor: total - split },
            ],
          },
          { recordId: `A${i}` },
        );
      });
      for (const kind of ['sale', 'sale_refund']) {
        const ofKind = tills.filter((t) => t.kind === kind);
        if (ofKind.length === 0) continue;
        if (kind === 'sale_refund') refunds++;
        if (ofKind.some((t) => t.content.payments.some((p) => p.amountMinor * t.totalMinor < 0)))
          againstSign++;
        const together = planned(plan(given(ofKind)));
        const single = ofKind.flatMap((till) => {
          const result = planReceipt(till, context());
          if (!result.ok) throw new Error(result.refusals[0]!.text);
          return result.documents;
        });
        expect(movements(together.documents)).toEqual(movements(single));
        expect(together.document.totalMinor).toBe(sum(together.document.lines.map((l) => l.grossMinor)));
        const open = together.document.totalMinor - sum(together.payments.map((p) => p.amountMinor));
        expect(open).toBe(0);
        expect(together.documents.filter((d) => d.kind === 'payment').length).toBeLessThanOrEqual(3);
      }
    }),
    { numRuns: 500 },
  );
  expect(refunds).toBeGreaterThan(50);
  expect(againstSign).toBeGreaterThan(50);
});

/** What documents add to each account, debits positive, and to tax; what came to nothing is left out. */
function movements(documents: readonly PlannedDocument[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (what: string, amount: number) => {
    sums[what] = (sums[what] ?? 0) + amount;
  };
  const kinds = new Map(documents.map((d) => [d.key, d.kind]));
  for (const d of documents) {
    switch (d.kind) {
      case 'invoice':
      case 'credit_note':
      case 'bank_transaction': {
        const sign = d.kind === 'invoice' || (d.kind === 'bank_transaction' && d.type === 'RECEIVE') ? 1 : -1;
        for (const l of d.lines) {
          add(`${l.accountId} at ${l.taxType}`, -sign * l.grossMinor);
          add(`tax at ${l.taxType}`, -sign * l.taxMinor);
        }
        if (d.kind === 'bank_transaction') add(d.bankAccountId, sign * d.totalMinor);
        else add('receivable', sign * d.totalMinor);
        break;
      }
      case 'payment': {
        const sign = kinds.get(d.of) === 'invoice' ? 1 : -1;
        add(d.accountId, sign * d.amountMinor);
        add('receivable', -sign * d.amountMinor);
        break;
      }
      case 'bank_transfer':
        add(d.fromAccountId, -d.amountMinor);
        add(d.toAccountId, d.amountMinor);
        break;
    }
  }
  // A liability is moved by a payment or by a line alike; together is what counts.
  const byAccount: Record<string, number> = {};
  for (const [what, amount] of Object.entries(sums)) {
    const account = what.replace(/^(.*) at BASEXCLUDED$/, '$1');
    byAccount[account] = (byAccount[account] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(byAccount).filter(([, amount]) => amount !== 0));
}
