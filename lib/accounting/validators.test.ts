import { describe, expect, test } from 'vitest';
import type { PlannedDocument, SalesDocument } from './document.ts';
import { context, ids, line, receipt } from './fixture.ts';
import { entriesOf, movements, RECEIVABLE, TAX } from './journal.ts';
import { planReceipt } from './plan-receipt.ts';
import { planTill } from './plan-till.ts';
import { documentFaults, planFaults } from './validators.ts';

/** A sound plan first; then each check is made to fail by the one fault that it is there for. */

const till = receipt(5500, {
  lines: [line(4400, 400), line(1100, 0)],
  taxes: [
    { code: 'GST', amountMinor: 400 },
    { code: 'FREE', amountMinor: 0 },
  ],
  payments: [
    { id: '1', type: 'cash', amountMinor: 2500 },
    { id: '2', type: 'card', amountMinor: 3000 },
  ],
});
const plan = planReceipt(till, context());
if (!plan.ok) throw new Error('the plan is refused');
const sound = plan.documents as [SalesDocument, ...PlannedDocument[]];
const [invoice, cash, card] = sound;

const north = [{ categoryId: ids.region, optionId: ids.north }];
const faults = (documents: PlannedDocument[]) => planFaults(documents, till, context());
const changed = (change: Partial<SalesDocument>) => [{ ...invoice, ...change }, cash!, card!];
const paid = (change: object) => [invoice, { ...cash!, ...change } as PlannedDocument, card!];

test('a sound plan has no faults', () => {
  expect(faults(sound)).toEqual([]);
});

describe('a fault is found', () => {
  test.each<[string, PlannedDocument[], RegExp]>([
    ['a line is lost', changed({ lines: invoice.lines.slice(1) }), /lines make the total/],
    ['the tax is another than the lines’', changed({ taxMinor: 399 }), /lines make the total/],
    ['there is no line', changed({ lines: [], totalMinor: 0, taxMinor: 0 }), /lines make the total/],
    ['the total is another than the till’s', changed({ totalMinor: 5400 }), /the till's total/],
    ['it is a credit note for a sale', changed({ kind: 'credit_note' }), /the till's total/],
    ['an amount is negative', paid({ amountMinor: -2500 }), /amounts are positive/],
    ['a payment is of nothing', paid({ amountMinor: 0 }), /amounts are positive/],
    ['more is paid than is due', paid({ amountMinor: 2600 }), /settled by more/],
    ['less went to an account than was paid', paid({ amountMinor: 2400 }), /receiving account/],
    ['a payment went to another account', paid({ accountId: ids.bank }), /receiving account/],
    ['a payment is left out', [invoice, cash!], /receiving account/],
    ['two documents have one key', paid({ key: card!.key }), /one key/],
    ['a number holds what Xero cannot search for', changed({ number: 'K7 "1"' }), /number/],
    [
      'a line is tracked, and nothing was chosen',
      changed({ lines: invoice.lines.map((l) => ({ ...l, tracking: north })) }),
      /tracked as its register/,
    ],
    [
      'the tax is not the till’s',
      changed({ taxMinor: 401, lines: invoice.lines.map((l, i) => (i === 0 ? { ...l, taxMinor: 401 } : l)) }),
      /tax is the till's/,
    ],
  ])('where %s', (_what, documents, found) => {
    expect(faults(documents).join()).toMatch(found);
  });

  test('where a line is not tracked as was chosen', () => {
    const chosen = { mapping: { ...context().mapping, tracking: { [ids.region]: ids.north } } };
    const [first, ...rest] = invoice.lines.map((l) => ({ ...l, tracking: north }));
    expect(planFaults(changed({ lines: [first!, ...rest] }), till, chosen)).toEqual([]);
    expect(planFaults(changed({ lines: [invoice.lines[0]!, ...rest] }), till, chosen)).toEqual([
      'every line is tracked as its register is',
    ]);
  });

  test('where debits are not credits', () => {
    const faultsOfIt = documentFaults([{ ...invoice, totalMinor: 5501 }]);
    expect(faultsOfIt.join()).toMatch(/debits equal credits/);
  });
});

test('an unsound plan does not leave: the record is held, by name', () => {
  const overpaid = {
    ...till,
    content: { ...till.content, payments: [{ id: '1', type: 'cash', amountMinor: 9900 }] },
  };
  const refused = planTill(overpaid, context());
  expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'plan_unsound' }] });
  expect(planTill(till, context()).ok).toBe(true);
});

describe('what Xero books', () => {
  test('of a sale: receivable against sales and tax, then the accounts that were paid to', () => {
    expect(entriesOf(invoice)).toEqual([
      { account: RECEIVABLE, debitMinor: 5500 },
      { account: ids.sales, debitMinor: -4000 },
      { account: ids.sales, debitMinor: -1100 },
      { account: TAX, debitMinor: -400 },
    ]);
    expect(Object.fromEntries(movements(sound))).toEqual({
      [RECEIVABLE]: 0,
      [ids.sales]: -5100,
      [TAX]: -400,
      [ids.till]: 2500,
      [ids.card]: 3000,
    });
  });
});
