import { describe, expect, test } from 'vitest';
import { Debts, type OpenInvoice } from './debts.ts';
import type { AllocationDocument } from './document.ts';
import { context, ids, line, receipt } from './fixture.ts';
import { planTill } from './plan-till.ts';
import type { Receipt } from './till-transaction.ts';

const mei = { id: 'C0012', name: 'Mei Tan', email: null };
const owed = (id: string, dueMinor: number, rest: Partial<OpenInvoice> = {}): OpenInvoice => ({
  key: `invoice:HL1:${id}:1`,
  receipt: { outlet: 'HL1', id },
  part: null,
  contact: { contactKey: 'contact:C0012' },
  dueMinor,
  ...rest,
});
const refund = (totalMinor: number, rest: Partial<Receipt>) =>
  receipt(totalMinor, {
    customer: mei,
    lines: [line(totalMinor, 0)],
    payments: [{ id: '1', type: 'account', amountMinor: totalMinor }],
    ...rest,
  });

function planned(till: ReturnType<typeof receipt>, open: OpenInvoice[]) {
  const plan = planTill(till, context({ debts: new Debts(open) }));
  if (!plan.ok) throw new Error(plan.refusals.map((r) => r.text).join('\n'));
  return plan.documents;
}

const allocations = (till: ReturnType<typeof receipt>, open: OpenInvoice[]) =>
  planned(till, open)
    .filter((d): d is AllocationDocument => d.kind === 'allocation')
    .map(({ invoice, amountMinor }) => [invoice, amountMinor]);

describe('a refund on account is set off', () => {
  test('against the sale that it names, up to what is due, though the customer owes more elsewhere', () => {
    const till = refund(-5000, { refundOf: { outlet: 'HL1', id: 'B' } });
    expect(allocations(till, [owed('A', 9000), owed('B', 2000)])).toEqual([['invoice:HL1:B:1', 2000]]);
  });

  test('where it names none, against what he owes, oldest first', () => {
    const till = refund(-5000, {});
    expect(allocations(till, [owed('A', 3000), owed('B', 0), owed('C', 9000)])).toEqual([
      ['invoice:HL1:A:1', 3000],
      ['invoice:HL1:C:1', 2000],
    ]);
  });

  test('by names that do not depend on the order or the amounts, so that planning again gives them again', () => {
    const till = refund(-5000, {});
    const names = (open: OpenInvoice[]) =>
      planned(till, open)
        .filter((d) => d.kind === 'allocation')
        .map((d) => [d.key, d.number]);
    const [first] = names([owed('A', 3000), owed('C', 9000)]).slice(1);
    expect(names([owed('C', 100)])).toEqual([first]);
  });
});

describe('it stays as credit', () => {
  test.each<[string, Partial<Receipt>, OpenInvoice[]]>([
    ['where nothing is owed', {}, []],
    [
      'where it names a sale that was not posted from here',
      { refundOf: { outlet: 'HL1', id: 'OLD' } },
      [owed('A', 9000)],
    ],
    ['where only somebody else owes', {}, [owed('A', 9000, { contact: { contactKey: 'contact:C9' } })]],
    [
      'where the sale that it names was somebody else’s',
      { refundOf: { outlet: 'HL1', id: 'A' } },
      [owed('A', 9000, { contact: { contactKey: 'contact:C9' } })],
    ],
    [
      'where it names nobody and no sale',
      { customer: null },
      [owed('A', 9000, { contact: { contactId: ids.walkIn } })],
    ],
  ])('%s', (_what, content, open) => {
    const documents = planned(refund(-5000, content), open);
    expect(documents.filter((d) => d.kind !== 'contact').map((d) => d.kind)).toEqual(['credit_note']);
  });
});

test('a refund that does not name its customer takes back the debt of the sale’s', () => {
  const till = refund(-5000, { customer: null, refundOf: { outlet: 'HL1', id: 'A' } });
  const [note, allocation] = planned(till, [owed('A', 9000)]);
  expect(note).toMatchObject({ kind: 'credit_note', contact: { contactKey: 'contact:C0012' } });
  expect(allocation).toMatchObject({ kind: 'allocation', amountMinor: 5000 });
});

test('what was planned before counts: two refunds never take back one debt twice', () => {
  const debts = new Debts([owed('A', 6000)]);
  const first = refund(-4000, {});
  const second = { ...refund(-4000, {}), recordId: 'HL1-R1-000124' };
  const amounts = [first, second].map((till) => {
    const plan = planTill(till, context({ debts }));
    if (!plan.ok) throw new Error('refused');
    debts.note(till, plan.documents);
    return plan.documents.flatMap((d) => (d.kind === 'allocation' ? [d.amountMinor] : []));
  });
  expect(amounts).toEqual([[4000], [2000]]);
});
