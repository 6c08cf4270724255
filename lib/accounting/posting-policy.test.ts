import { describe, expect, test } from 'vitest';
import { context, ids, line, receipt } from './fixture.ts';
import { sumLines } from './line-detail.ts';
import { numberStart } from './number.ts';
import { planReceipt } from './plan-receipt.ts';
import { type DatedPolicy, defaultPolicy, policyAt } from './posting-policy.ts';

const dated = (change: Partial<DatedPolicy>): DatedPolicy => ({
  ...defaultPolicy,
  validFrom: '2026-01-01',
  outlet: null,
  ...change,
});

describe('the policy of a day', () => {
  const policies = [
    dated({ validFrom: '2026-11-10', dueDays: 30 }),
    dated({ validFrom: '2026-11-05', outlet: 'HL2', way: 'summary_per_day' }),
    dated({ dueDays: 14 }),
  ];
  test.each([
    ['HL1', '2026-11-09', 'each_sale', 14],
    ['HL1', '2026-11-10', 'each_sale', 30],
    ['HL2', '2026-11-04', 'each_sale', 14],
    ['HL2', '2026-11-05', 'summary_per_day', 0],
    ['HL2', '2026-11-12', 'summary_per_day', 0],
    ['HL1', '2025-12-31', 'each_sale', 0],
  ])('%s on %s is %s, due in %i days', (outlet, day, way, dueDays) => {
    expect(policyAt(policies, outlet, day)).toMatchObject({ way, dueDays });
  });
});

test('a prefix stands before the number', () => {
  const start = (numberPrefix: string) =>
    numberStart(context({ policy: { ...defaultPolicy, numberPrefix } }));
  expect([start(''), start('TILL')]).toEqual(['K7Q2MX', 'TILL-K7Q2MX']);
});

test('a contact is the same whatever the prefix', () => {
  const customer = { id: 'C1', name: 'Quay Street Bakery', email: null };
  const contacts = ['', 'A'].map((numberPrefix) => {
    const plan = planReceipt(
      receipt(1100, { customer, lines: [line(1100, 100)] }),
      context({ policy: { ...defaultPolicy, numberPrefix } }),
    );
    return plan.ok && plan.documents.find((d) => d.kind === 'contact');
  });
  expect(contacts[0]).toEqual(contacts[1]);
});

describe('the due date', () => {
  const policy = { ...defaultPolicy, dueDays: 14 };
  const due = (type: string) => {
    const plan = planReceipt(
      receipt(1100, {
        customer: { id: 'C1', name: 'Quay Street Bakery', email: null },
        lines: [line(1100, 100)],
        payments: [{ id: '1', type, amountMinor: 1100 }],
      }),
      context({ policy }),
    );
    const invoice = plan.ok && plan.documents.find((d) => d.kind === 'invoice');
    return invoice && 'dueDate' in invoice ? invoice.dueDate : null;
  };
  test('of a debt lies as many days ahead as chosen; what is paid is due on its day', () => {
    expect([due('account'), due('cash')]).toEqual(['2026-11-15', '2026-11-01']);
  });
});

describe('line detail', () => {
  const lines = [
    line(1100, 100),
    line(2200, 200, { quantity: '2' }),
    line(500, 0, { productId: 'P2', productName: 'Bread', category: 'Food' }),
    line(-1100, -100, { productId: 'P3', productName: 'Mug' }),
  ];
  const planned = (lineDetail: DatedPolicy['lineDetail']) => {
    const plan = planReceipt(receipt(2700, { lines }), context({ policy: { ...defaultPolicy, lineDetail } }));
    if (!plan.ok) throw new Error(plan.refusals[0]?.text);
    const [invoice] = plan.documents;
    return invoice?.kind === 'invoice'
      ? invoice.lines.map((l) => [l.description, l.grossMinor, l.taxMinor, l.taxType])
      : [];
  };
  test.each([
    [
      'line',
      [
        ['Linen apron', 1100, 100, 'OUTPUT'],
        ['2 × Linen apron', 2200, 200, 'OUTPUT'],
        ['Bread', 500, 0, 'EXEMPTOUTPUT'],
        ['Mug', -1100, -100, 'OUTPUT'],
      ],
    ],
    [
      'product',
      [
        ['Linen apron', 3300, 300, 'OUTPUT'],
        ['Bread', 500, 0, 'EXEMPTOUTPUT'],
        ['Mug', -1100, -100, 'OUTPUT'],
      ],
    ],
    [
      'category',
      [
        ['Kitchen', 2200, 200, 'OUTPUT'],
        ['Food', 500, 0, 'EXEMPTOUTPUT'],
      ],
    ],
    [
      'account',
      [
        ['Sales', 2200, 200, 'OUTPUT'],
        ['Sales', 500, 0, 'EXEMPTOUTPUT'],
      ],
    ],
  ] as const)('per %s keeps every cent, and accounts and rates apart', (detail, expected) => {
    expect(planned(detail)).toEqual(expected);
  });

  test('does not change the lines that it is given', () => {
    const line = { description: 'a', accountId: ids.sales, taxType: 'OUTPUT', grossMinor: 100, taxMinor: 9 };
    const detailed = { line, product: 'a', category: 'a', accountName: 'a' };
    sumLines([detailed, detailed], 'account');
    expect(line).toEqual({ ...line, description: 'a', grossMinor: 100 });
  });
});
