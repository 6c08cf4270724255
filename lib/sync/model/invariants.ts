import { documents, type World } from './world.ts';

const each = (holds: (d: number) => boolean) => documents.every((_, d) => holds(d));

/** What must hold in every world that can be reached, by name. */
export const invariants: Record<string, (world: World) => boolean> = {
  /** Nothing is in Xero twice. */
  once: (world) => each((d) => world.copies[d]! <= 1),
  /** What is called posted is there, or a person took it away. */
  'posted is there': (world) =>
    each((d) => world.rows[d]!.state !== 'posted' || world.copies[d] === 1 || (d === 0 && world.voided)),
  /** What is there was written down before it left. */
  'intent first': (world) => each((d) => world.copies[d] === 0 || world.rows[d]!.attempts > 0),
  /** A payment leaves only after its invoice is known to be there. */
  'in order': (world) => each((d) => d === 0 || world.rows[d]!.attempts === 0 || settled(world, 0)),
  /** A document is in one open batch at most. */
  'one batch': (world) =>
    each((d) => world.batches.filter((b) => b.open && b.documents.includes(d)).length <= 1),
  /** Whoever holds the solution has a document in one call at most. */
  'one call': (world) =>
    each((d) => {
      const holder = world.lease.owner === null ? null : world.workers[world.lease.owner]!;
      return holder?.at !== 'working' || holder.calls.filter((c) => c.documents.includes(d)).length <= 1;
    }),
  /** What is called undone was undone by a person. */
  'undone by a person': (world) =>
    each((d) => world.rows[d]!.state !== 'undone' || (d === 0 && world.voided)),
  /** What stopped since it never arrives is not there, and nothing of it is on its way. */
  'stopped is not there': (world) =>
    each(
      (d) =>
        world.rows[d]!.state !== 'stopped' ||
        (world.copies[d] === 0 && !world.wire.some((r) => r.documents.includes(d))),
    ),
  /** Only steps of `documentMoves`. */
  'allowed moves': (world) => world.wrong === null,
};

const settled = (world: World, d: number) => ['posted', 'undone', 'stopped'].includes(world.rows[d]!.state);

/** Rest: every document is posted, or a person is told by name why it, or what it hangs on, is not. */
export const atRest = (world: World): boolean =>
  world.wire.length === 0 &&
  (each((d) => settled(world, d)) || (settled(world, 0) && world.rows[0]!.state !== 'posted'));
