import type { Rules, Worker, World } from './world.ts';

/**
 * The plain form of a world, by which it is known again: what cannot matter any more is left out, batches are counted afresh, and two
 * workers who have changed places are the same world.
 */
export function plain(world: World, rules: Rules): { key: string; world: World } {
  const [a, b] = [0, 1].map((w) => outwardly(world, w)) as [string, string];
  if (a < b) return written(world, [0, 1], rules);
  if (a > b) return written(world, [1, 0], rules);
  const forms = [written(world, [0, 1], rules), written(world, [1, 0], rules)] as const;
  return forms[0].key <= forms[1].key ? forms[0] : forms[1];
}

/** What tells two workers apart at a glance; most of the time it is enough. */
function outwardly({ workers, lease }: World, w: number): string {
  const worker = workers[w]!;
  const calls = worker.at === 'working' ? worker.calls.map((c) => c.answer).sort() : [];
  return `${worker.at} ${lease.owner === w} ${calls.join()}`;
}

function written(world: World, order: readonly [number, number], rules: Rules) {
  const form = inOrder(world, order, rules);
  return { key: JSON.stringify(form), world: form };
}

const idle: Worker = { at: 'idle' };

/**
 * A worker whose solution another one has taken over can only say that something is there. Where he has nothing of that kind to say any
 * more, what he still does changes nothing: he is as good as idle.
 */
function isOver(world: World, w: number): boolean {
  const { owner } = world.lease;
  const worker = world.workers[w]!;
  if (owner === w) return false;
  if (worker.at === 'looked') return worker.outcomes.every((o) => o.state !== 'posted');
  if (worker.at === 'idle') return true;
  return worker.calls.every(({ batch, answer }) =>
    answer === null ? !world.wire.some((r) => r.batch === batch) : answer !== 'accepted',
  );
}

function inOrder(world: World, order: readonly [number, number], rules: Rules): World {
  const workers = order.map((w) => (!rules.without && isOver(world, w) ? idle : world.workers[w]!));
  const open = world.batches.filter((b) => b.open);
  const numbers = new Map<number, number>();
  const number = (batch: number) => {
    if (!numbers.has(batch)) numbers.set(batch, numbers.size + 1);
    return numbers.get(batch)!;
  };
  const spoken = new Set([
    ...open.map((b) => b.id),
    ...world.wire.map((r) => r.batch),
    ...workers.flatMap(batchesOf),
  ]);
  const batches = open.map((b) => ({ ...b, id: number(b.id) }));
  const owner = world.lease.owner === null ? null : order.indexOf(world.lease.owner);
  return {
    rows: world.rows.map((row) => {
      const settled = !['planned', 'sending', 'unsure'].includes(row.state);
      const batch = row.batch !== null && spoken.has(row.batch) ? number(row.batch) : null;
      if (settled) return { ...row, batch: null, attempts: 1, emptyLookUps: 0, sentAge: 0, notBefore: 0 };
      return row.state === 'planned' ? { ...row, batch, emptyLookUps: 0, sentAge: 0 } : { ...row, batch };
    }),
    batches,
    lease: owner === null ? { owner, left: 0 } : { owner, left: world.lease.left },
    workers: workers.map((w) =>
      w.at === 'working'
        ? {
            ...w,
            calls: w.calls
              .map((c) => ({ ...c, batch: number(c.batch) }))
              .sort((one, other) => one.batch - other.batch),
          }
        : w,
    ),
    wire: world.wire
      .map((r) => ({ ...r, batch: number(r.batch) }))
      .sort((a, b) => a.batch - b.batch || a.age - b.age),
    copies: world.copies,
    voided: world.voided,
    keys: world.keys
      .filter((k) => spoken.has(k.batch))
      .map((k) => ({ ...k, batch: number(k.batch) }))
      .sort((a, b) => a.batch - b.batch),
    wrong: world.wrong,
  };
}

const batchesOf = (worker: Worker): number[] =>
  worker.at === 'working' ? worker.calls.map((c) => c.batch) : [];
