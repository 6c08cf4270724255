import { type Connected, connectedRetailer } from '../scripts/test/connected-retailer.ts';
import { withCpuOfOthers } from './cpu.ts';
import type { Figure } from './figures.ts';
import { replayOf } from './replay.ts';
import type { SyncTook } from './run-sync.ts';
import { type Bench, inOwnProcess, row, type Say, withBench } from './setup.ts';

/**
 * From the feed to recorded in Xero: the product, and a bare script that reads the same feed and sends the same bodies, one after
 * another, with the same clients, and keeps no books. Both in a process of their own, against the same stand-ins without limits, in
 * turns of alternating order over the same trade: the machine may be busy with other things, which then hits both. The stand-ins and
 * PostgreSQL are warm when the first turn begins, since a smaller shop has gone through both before.
 */
export async function benchThroughput(
  say: Say,
  { days = 30, turns = 2 }: { days?: number; turns?: number } = {},
): Promise<Figure[]> {
  const { product, bare } = await withBench({}, (bench) => takeTurns(bench, days, turns));
  const widths = [14, 8, 10, 9, 14, 11, 10, 12, 10];
  say(
    row(widths, [
      '',
      'records',
      'documents',
      'seconds',
      'till trans./s',
      'documents/s',
      'own CPU s',
      'database CPU',
      'Xero CPU',
    ]),
  );
  for (const [name, all] of [
    ['the product', product],
    ['a bare script', bare],
  ] as const) {
    const sum = (of: (f: Figures) => number) => all.reduce((total, f) => total + of(f), 0);
    const seconds = sum((f) => f.elapsedMs) / 1000;
    const [records, documents] = [sum((f) => f.records), sum((f) => f.documents)];
    const cpu = [sum((f) => f.cpuMs), sum((f) => f.databaseCpuMs), sum((f) => f.xeroCpuMs)].map(
      (ms) => ms / 1000,
    );
    say(row(widths, [name, records, documents, seconds, records / seconds, documents / seconds, ...cpu]));
  }
  const ratios = product.map(
    (p, i) => (p.records / p.elapsedMs / (bare[i]!.records / bare[i]!.elapsedMs)) * 100,
  );
  const total = (all: Figures[]) => all.reduce((sum, f) => sum + f.elapsedMs / f.records, 0);
  const seen = `${((total(bare) / total(product)) * 100).toFixed(0)} %`;
  say(
    `The product reaches ${seen} of the bare script's till transactions a second (turn by turn: ${ratios.map((r) => r.toFixed(0)).join(', ')} %; bar: 50 %).`,
  );
  return [{ figure: 'till transactions a second ÷ a bare script’s', bar: '50 %', seen }];
}

async function takeTurns(bench: Bench, days: number, turns: number) {
  const runProduct = async (days: number) => {
    const shop = await connectedRetailer(bench.db, bench.standIns, { days, size: 35 });
    const took = await withCpuOfOthers(bench, () => inOwnProcess<SyncTook>('run-sync.ts', {}));
    return { shop, figures: { ...took, records: took.pulled, documents: took.posted } };
  };
  const runBare = async (shop: Connected) => withCpuOfOthers(bench, await replayOf(bench, shop));
  let { shop } = await runProduct(Math.ceil(days / 3));
  await runBare(shop);
  const product: Figures[] = [];
  const bare: Figures[] = [];
  for (let turn = 0; turn < turns; turn++) {
    // The script goes first in every other turn: it sends what the product sent in the turn before.
    if (turn % 2 === 1) bare.push(await runBare(shop));
    const done = await runProduct(days);
    product.push(done.figures);
    shop = done.shop;
    if (turn % 2 === 0) bare.push(await runBare(shop));
  }
  return { product, bare };
}

type Figures = {
  elapsedMs: number;
  cpuMs: number;
  records: number;
  documents: number;
  databaseCpuMs: number;
  xeroCpuMs: number;
};
