import { describe, expect, test } from 'vitest';
import type { DocumentLine, LineTracking, PlannedDocument } from './document.ts';
import { context, ids, line, mapping, organisation, receipt } from './fixture.ts';
import { type Mapping, mappingAt, registerKey } from './mapping.ts';
import type { OrganisationFacts } from './organisation.ts';
import type { Plan } from './plan.ts';
import { planReceipt } from './plan-receipt.ts';
import { planSummary, type Sale } from './plan-summary.ts';
import { planTill } from './plan-till.ts';
import { type SummaryGroup, summaryName } from './summary-name.ts';
import type { TillTransaction } from './till-transaction.ts';
import { trackingWords } from './tracking.ts';
import { documentFaults } from './validators.ts';

const north: LineTracking = { categoryId: ids.region, optionId: ids.north };
const south: LineTracking = { categoryId: ids.region, optionId: ids.south };

const tracked = (change: Partial<Mapping>): Mapping => ({
  ...mapping,
  roundingAccountId: ids.rounding,
  ...{ cashInAccountId: ids.gift, overShortAccountId: ids.cleaning },
  ...change,
});
const byNorth = tracked({ tracking: { [ids.region]: ids.north } });

const documentsOf = (plan: Plan): PlannedDocument[] => {
  if (!plan.ok) throw new Error(plan.refusals.map((r) => r.text).join('\n'));
  return plan.documents;
};
const linesOf = (documents: readonly PlannedDocument[]): DocumentLine[] =>
  documents.flatMap((d) => ('lines' in d ? d.lines : []));

const sale = (recordId = 'A', register = 'HL1-R1'): Sale =>
  receipt(
    998,
    {
      lines: [line(900, 82), line(100, 0, { kind: 'gift_card', taxCode: 'NONE' })],
      roundingMinor: -2,
      payments: [{ id: '1', type: 'cash', amountMinor: 998 }],
    },
    { recordId, register },
  );

describe('what is chosen', () => {
  test('stands on every line of an invoice, its rounding too, and on no payment', () => {
    const documents = documentsOf(planReceipt(sale(), context({ mapping: byNorth })));
    const lines = linesOf(documents);
    expect(lines).toHaveLength(3);
    for (const { tracking } of lines) expect(tracking).toEqual([north]);
    expect(documents.filter((d) => d.kind === 'payment').map((d) => Object.keys(d))).toEqual([
      expect.not.arrayContaining(['tracking']),
    ]);
  });

  test('leaves no trace where nothing is chosen', () => {
    for (const one of linesOf(documentsOf(planReceipt(sale(), context())))) {
      expect(Object.keys(one)).not.toContain('tracking');
    }
  });

  test.each(['product', 'category', 'account'] as const)('stays on lines that are summed by %s', (detail) => {
    const { policy } = context();
    const under = context({ mapping: byNorth, policy: { ...policy, lineDetail: detail } });
    for (const { tracking } of linesOf(documentsOf(planReceipt(sale(), under)))) {
      expect(tracking).toEqual([north]);
    }
  });

  test.each<[string, Partial<TillTransaction>]>([
    [
      'cash in',
      { kind: 'cash_in', content: { reason: null, payee: null, tax: null, removedAtClosing: false } },
    ],
    ['variance', { kind: 'till_variance', shift: null, content: { expectedMinor: 0, countedMinor: 500 } }],
  ] as [string, Partial<TillTransaction>][])('stands on the bank transaction of %s', (_what, of) => {
    const till = { ...receipt(500, {}), ...of } as TillTransaction;
    expect(linesOf(documentsOf(planTill(till, context({ mapping: byNorth }))))).toMatchObject([
      { tracking: [north] },
    ]);
  });

  test('stands on both lines of an invoice that moves from one payment type to another', () => {
    const swap = receipt(0, {
      payments: [
        { id: '1', type: 'giftcard', amountMinor: 500 },
        { id: '2', type: 'card', amountMinor: -500 },
      ],
    });
    const lines = linesOf(documentsOf(planReceipt(swap, context({ mapping: byNorth }))));
    expect(lines).toHaveLength(3);
    for (const { tracking } of lines) expect(tracking).toEqual([north]);
  });

  test('holds at a register before its outlet, and there before the shop', () => {
    const chosen = tracked({
      tracking: { [ids.region]: ids.north },
      outlets: { HL2: { ...empty, tracking: { [ids.region]: ids.south } } },
      registers: { [registerKey('HL2', 'R1')]: { ...empty, tracking: { [ids.region]: ids.north } } },
    });
    expect(mappingAt(chosen, 'HL1', 'R1').tracking).toEqual({ [ids.region]: ids.north });
    expect(mappingAt(chosen, 'HL2', 'R2').tracking).toEqual({ [ids.region]: ids.south });
    expect(mappingAt(chosen, 'HL2', 'R1').tracking).toEqual({ [ids.region]: ids.north });
  });

  test('outlives a rename: it is kept by its ids, and called as it is called today', () => {
    const renamed = withTracking((region) => ({
      ...region,
      name: 'Area',
      options: new Map([[ids.north, { optionId: ids.north, name: 'Upper', active: true }]]),
    }));
    const under = context({ mapping: byNorth, organisation: renamed });
    const [first] = linesOf(documentsOf(planReceipt(sale(), under)));
    expect(first!.tracking).toEqual([north]);
    expect(trackingWords(first!.tracking, renamed.tracking)).toEqual(['Area: Upper']);
    expect(trackingWords(first!.tracking, new Map())).toEqual([
      'a tracking category that is no longer in Xero',
    ]);
  });
});

const empty = { paymentTypes: {}, expenseAccounts: {}, taxTypes: {}, expenseTaxTypes: {}, tracking: {} };

type Region = OrganisationFacts['tracking'] extends ReadonlyMap<string, infer T> ? T : never;
const withTracking = (change: (region: Region) => Region): OrganisationFacts => ({
  ...organisation,
  tracking: new Map(
    [...organisation.tracking].map(([id, one]) => [id, id === ids.region ? change(one) : one]),
  ),
});

describe('what Xero would not take is refused, with the field that mends it', () => {
  test.each([
    ['an archived option', { [ids.region]: ids.west }, ids.region, '“West” is archived'],
    ['an option that is gone', { [ids.region]: ids.walkIn }, ids.region, 'no longer in Xero under “Region”'],
    ['an archived category', { [ids.season]: ids.north }, ids.season, 'category “Season” is archived'],
    [
      'a category that is gone',
      { [ids.walkIn]: ids.north },
      ids.walkIn,
      'category chosen before is no longer',
    ],
  ])('%s', (_what, tracking, categoryId, text) => {
    const plan = planReceipt(sale(), context({ mapping: tracked({ tracking }) }));
    expect(plan).toMatchObject({
      ok: false,
      // Once, not once a line.
      refusals: [
        { code: 'tracking_unusable', field: `tracking.${categoryId}`, text: expect.stringContaining(text) },
      ],
    });
    if (!plan.ok) expect(plan.refusals).toHaveLength(1);
  });
});

describe('a summary', () => {
  const day: SummaryGroup = { outlet: 'HL1', businessDay: '2026-11-01', by: 'day' };
  const summed = (receipts: { till: Sale; tracking: Record<string, string> }[]) =>
    planSummary(
      day,
      summaryName('K7Q2MX', 'invoice', day, null),
      receipts.map(({ till, tracking }) => ({
        till,
        context: context({ mapping: tracked({ tracking }) }),
        left: new Map(),
      })),
    );

  test('keeps registers apart that are tracked apart, to the cent', () => {
    const plan = summed([
      { till: sale('A', 'R1'), tracking: { [ids.region]: ids.north } },
      { till: sale('B', 'R2'), tracking: { [ids.region]: ids.south } },
      { till: sale('C', 'R1'), tracking: { [ids.region]: ids.north } },
      { till: sale('D', 'R3'), tracking: {} },
    ]);
    if (!plan.ok) throw new Error('refused');
    const bySales = linesOf(plan.documents)
      .filter((l) => l.taxType === 'OUTPUT')
      .map(({ tracking, grossMinor, taxMinor }) => [tracking?.[0]?.optionId, grossMinor, taxMinor]);
    expect(new Set(bySales.map((row) => JSON.stringify(row)))).toEqual(
      new Set([
        JSON.stringify([ids.north, 1800, 164]),
        JSON.stringify([ids.south, 900, 82]),
        JSON.stringify([undefined, 900, 82]),
      ]),
    );
    // One payment per payment type all the same: payments are not tracked.
    expect(plan.documents.filter((d) => d.kind === 'payment')).toHaveLength(1);
  });

  test('waits where one register is tracked by what Xero does not take', () => {
    const plan = summed([
      { till: sale('A', 'R1'), tracking: { [ids.region]: ids.north } },
      { till: sale('B', 'R2'), tracking: { [ids.region]: ids.west } },
    ]);
    expect(plan.ok).toBe(false);
  });
});

test('a third category on a line, or one twice, is a fault of ours and does not leave', () => {
  const [invoice] = documentsOf(planReceipt(sale(), context({ mapping: byNorth })));
  const with_ = (tracking: LineTracking[]) =>
    documentFaults([
      {
        ...invoice,
        lines: linesOf([invoice!]).map((l) => ({ ...l, tracking })),
      } as PlannedDocument,
    ]);
  const season = { categoryId: ids.season, optionId: ids.north };
  expect(with_([north, season])).toEqual([]);
  expect(with_([north, south])).toEqual([expect.stringContaining('tracked')]);
  expect(with_([north, season, { categoryId: ids.walkIn, optionId: ids.north }])).toHaveLength(1);
});
