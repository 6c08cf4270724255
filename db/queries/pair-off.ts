/** A receipt that has just come, and another one that it may be. */
export type Likeness = {
  id: number;
  /** When it came, among those that came with it. */
  order: number;
  source: string;
  otherId: number;
  otherSource: string;
  /** `earlier`: an earlier version of it was held for that one; `named`: its file named it. */
  why: 'earlier' | 'alike' | 'named';
  otherHeld: boolean;
  secondsApart: number;
  otherRecordId: string;
  otherTime: string;
};

const strength = { earlier: 0, alike: 1, named: 2 } as const;

/**
 * Chooses for each receipt the one that it most likely is. Each is chosen once per source: of three equal receipts from the till
 * against two in a file, one is left over. Only what a file says of its own rows needs no partner that is free. Pure.
 */
export function pairOff(likenesses: readonly Likeness[]): Likeness[] {
  const byReceipt = new Map<number, Likeness[]>();
  for (const likeness of [...likenesses].sort((a, b) => a.order - b.order || a.id - b.id)) {
    const choices = byReceipt.get(likeness.id);
    if (choices) choices.push(likeness);
    else byReceipt.set(likeness.id, [likeness]);
  }
  const taken = new Set<string>();
  const key = (id: number, source: string) => `${id} ${source}`;
  const pairs: Likeness[] = [];
  for (const choices of byReceipt.values()) {
    const best = choices
      .filter(
        ({ id, otherId, why, source, otherSource }) =>
          why === 'named' || (!taken.has(key(otherId, source)) && !taken.has(key(id, otherSource))),
      )
      .sort(
        (a, b) =>
          strength[a.why] - strength[b.why] ||
          a.secondsApart - b.secondsApart ||
          Number(a.otherHeld) - Number(b.otherHeld) ||
          a.otherId - b.otherId,
      )[0];
    if (!best) continue;
    taken.add(key(best.otherId, best.source)).add(key(best.id, best.otherSource));
    pairs.push(best);
  }
  return pairs;
}
