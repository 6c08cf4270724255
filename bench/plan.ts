import { BusinessDays } from '../lib/accounting/business-day.ts';
import { planPage } from '../lib/sync/plan-page.ts';
import { interpret } from '../lib/tagrain/interpret.ts';
import { feedRecord } from '../lib/tagrain/schema.ts';
import { feedReceipt, shop } from './receipts.ts';

const PAGE = 500;

/**
 * What planning costs beside reading, over 1,000 to 100,000 receipts, page by page as the conductor does it. Ratios of one run: planning
 * to parsing with zod, and the cost of a receipt in the longest history to that in the shortest.
 */
export function benchPlan(say: (line: string) => void): void {
  run(2_000);
  say('receipts  parse µs  plan µs  plan ÷ parse  receipts/s planned  heap MiB');
  const costs = [1_000, 10_000, 100_000].map((count) => {
    const { parseMs, planMs, heapBytes } = run(count);
    const cells = [
      String(count).padStart(8),
      ((parseMs * 1000) / count).toFixed(1).padStart(8),
      ((planMs * 1000) / count).toFixed(1).padStart(7),
      (planMs / parseMs).toFixed(2).padStart(12),
      Math.round((count * 1000) / planMs)
        .toLocaleString('en')
        .padStart(18),
      (heapBytes / 2 ** 20).toFixed(0).padStart(8),
    ];
    say(cells.join('  '));
    return { perReceipt: planMs / count, heapBytes };
  });
  const [short, , long] = costs;
  say(
    `A receipt of 100,000 costs ${(long!.perReceipt / short!.perReceipt).toFixed(2)} × one of 1,000 to plan;`,
  );
  say(`the heap afterwards is ${(long!.heapBytes / short!.heapBytes).toFixed(2)} × as large.`);
}

function run(count: number) {
  const days = new BusinessDays('Australia/Sydney', '04:00');
  let parseMs = 0;
  let planMs = 0;
  let heapBytes = 0;
  for (let from = 0; from < count; from += PAGE) {
    // As it comes: text, which is no business of either.
    const records = Array.from({ length: Math.min(PAGE, count - from) }, (_, i) => feedReceipt(from + i));
    let began = performance.now();
    for (const record of records) feedRecord.parse(record);
    parseMs += performance.now() - began;
    const rows = records.flatMap((record, i) => {
      const [made] = interpret(record, days, '2026-11-01T00:00:00Z');
      if (!made || made.refusal) throw new Error(made?.refusal?.text ?? 'nothing was made of it');
      return [{ id: from + i, outletId: 1, ...made.till }];
    });
    began = performance.now();
    const plan = planPage(rows, shop);
    planMs += performance.now() - began;
    if (plan.held.length > 0) throw new Error(plan.held[0]!.text);
    heapBytes = Math.max(heapBytes, from + PAGE >= count ? heapNow() : 0);
  }
  return { parseMs, planMs, heapBytes };
}

function heapNow(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
