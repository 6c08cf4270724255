import type { PendingRow } from '../db/queries/till-transactions.ts';
import { BusinessDays } from '../lib/accounting/business-day.ts';
import { planGroup } from '../lib/sync/plan-group.ts';
import { type PageContext, planPage } from '../lib/sync/plan-page.ts';
import { interpret } from '../lib/tagrain/interpret.ts';
import { feedRecord } from '../lib/tagrain/schema.ts';
import { type Figure, multiple } from './figures.ts';
import { feedReceipt, shop } from './receipts.ts';

const PAGE = 500;
const SIZES = [1_000, 10_000, 100_000];
/** How often the heap is looked at in a run of its own, since collecting all of it would slow the pages that are timed. */
const LOOKS = 20;
/** A short history is planned again and again until so many receipts were: a few pages alone would tell of one collection or none. */
const TIMED = 100_000;

const days = new BusinessDays('Australia/Sydney', '04:00');

/**
 * What planning costs beside reading, over 1,000 to 100,000 receipts, page by page as the conductor does it: ratios of one run. Times
 * are of the processor, all threads of this process together, so that what else the machine does at the moment counts for neither.
 */
export function benchPlan(say: (line: string) => void): Figure[] {
  // Compiled first, as in a process that runs: what is measured is a receipt, not the start.
  time(60_000, 1);
  const times = SIZES.map((count) => time(count, Math.ceil(TIMED / count)));
  summed(1_000);
  const [small, large] = [summed(1_000), summed(20_000)];
  // Afterwards: what is collected as a whole takes with it what the compiler had learned, and the next pages would be slow for it.
  const peaks = SIZES.map(peakHeap);
  say('receipts  parse µs  plan µs  plan ÷ parse  receipts/s planned  peak heap MiB');
  const [short, middle, long] = SIZES.map((count, i) => {
    const { parseMs, planMs } = times[i]!;
    const peakBytes = peaks[i]!;
    const cells = [
      String(count).padStart(8),
      ((parseMs * 1000) / count).toFixed(1).padStart(8),
      ((planMs * 1000) / count).toFixed(1).padStart(7),
      (planMs / parseMs).toFixed(2).padStart(12),
      Math.round((count * 1000) / planMs)
        .toLocaleString('en')
        .padStart(18),
      (peakBytes / 2 ** 20).toFixed(1).padStart(13),
    ];
    say(cells.join('  '));
    return { perReceipt: planMs / count, toParsing: planMs / parseMs, peakBytes };
  });
  const growth = { cost: long!.perReceipt / short!.perReceipt, heap: long!.peakBytes / middle!.peakBytes };
  say(`A receipt of 100,000 costs ${multiple(growth.cost)} one of 1,000 to plan;`);
  say(`the heap is at most ${multiple(growth.heap)} as large as with 10,000.`);
  say(
    `In summaries a receipt costs ${small.toFixed(1)} µs, 1,000 to a summary, and ${(large / small).toFixed(2)} × that, 20,000 to one.`,
  );
  return [
    { figure: 'planning ÷ parsing, of 100,000 receipts', bar: '1 ×', seen: multiple(long!.toParsing) },
    { figure: 'planning a receipt of 100,000 ÷ one of 1,000', bar: '1 ×', seen: multiple(growth.cost) },
    { figure: 'heap with 100,000 ÷ with 10,000', bar: '1 ×', seen: multiple(growth.heap) },
  ];
}

/** Processor time of a history, the mean of so many turns. */
function time(count: number, turns: number) {
  let parseMs = 0;
  let planMs = 0;
  for (let turn = 0; turn < turns; turn++) {
    for (const { records, rows } of pages(count)) {
      let began = cpuMs();
      for (const record of records) feedRecord.parse(record);
      parseMs += cpuMs() - began;
      began = cpuMs();
      const plan = planPage(rows, shop);
      planMs += cpuMs() - began;
      if (plan.held.length > 0) throw new Error(plan.held[0]!.text);
    }
  }
  return { parseMs: parseMs / turns, planMs: planMs / turns };
}

/** The largest heap of what is in use while a history is planned, each time with a page and its plan in it. */
function peakHeap(count: number): number {
  let peak = 0;
  let page = 0;
  const every = Math.ceil(count / PAGE / LOOKS);
  for (const { rows } of pages(count)) {
    const plan = planPage(rows, shop);
    if (page++ % every === 0) peak = Math.max(peak, heapBytes());
    if (plan.planned.length !== rows.length) throw new Error('not all of a page was planned');
  }
  return peak;
}

/** Records as they come, and what they are read as. Made as they are asked for; text is no business of either. */
function* pages(count: number) {
  for (let from = 0; from < count; from += PAGE) {
    const records = Array.from({ length: Math.min(PAGE, count - from) }, (_, i) => feedReceipt(from + i));
    yield { records, rows: rowsOf(records, from) };
  }
}

/** Processor time of a receipt, in µs, in summaries of so many receipts; 20,000 receipts in all. */
function summed(size: number): number {
  const context: PageContext = {
    ...shop,
    policies: shop.policies.map((policy) => ({ ...policy, way: 'summary_per_day' })),
  };
  let planMs = 0;
  for (let from = 0; from < 20_000; from += size) {
    const records = Array.from({ length: size }, (_, i) => feedReceipt(from + i));
    const rows = rowsOf(records, from).map((row) => ({ ...row, summary: null, left: {} }));
    const { outlet, businessDay } = rows[0]!;
    const began = cpuMs();
    const plan = planGroup(rows, { outlet, businessDay, by: 'day' }, new Set(), context);
    planMs += cpuMs() - began;
    if (plan.held.length > 0) throw new Error(plan.held[0]!.text);
  }
  return planMs / 20;
}

const rowsOf = (records: readonly unknown[], from: number): PendingRow[] =>
  records.map((record, i) => {
    const [made] = interpret(record, days, '2026-11-01T00:00:00Z');
    if (!made || made.refusal) throw new Error(made?.refusal?.text ?? 'nothing was made of it');
    return { id: from + i, outletId: 1, ...made.till };
  });

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function heapBytes(): number {
  if (!globalThis.gc)
    throw new Error('The heap is collected before it is looked at: Node needs --expose-gc.');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
