import type { Db } from '@/db/client';
import type { Scope } from '@/db/queries/scope';
import { shiftSums } from '@/db/queries/shifts';
import { closedShiftLacks } from '@/lib/sync/incomplete-shifts';

/** What is read of a row to tell whether its shift is complete. */
type Row = { id: number; kind: string; recordId: string; outletTillId: string | null };

/**
 * Which of the shifts among the rows are incomplete, and what they lack of their closings' control totals, in words, by row. A shift
 * says it whether or not a variance or a summary waits for it: a lost receipt must not stay unnoticed where the drawer was right.
 */
export async function incompleteShifts(
  db: Db,
  scope: Scope,
  rows: readonly Row[],
): Promise<Map<number, string>> {
  const shifts = rows.flatMap(({ kind, recordId, outletTillId }) =>
    kind === 'shift' && outletTillId !== null ? [{ outlet: outletTillId, shift: recordId }] : [],
  );
  const lacks = new Map<string, string>();
  for (const sums of await shiftSums(db, scope, shifts)) {
    const text = closedShiftLacks(sums);
    if (text !== null) lacks.set(JSON.stringify([sums.outlet, sums.shift]), text);
  }
  return new Map(
    rows.flatMap(({ id, kind, recordId, outletTillId }): [number, string][] => {
      const text = kind === 'shift' ? lacks.get(JSON.stringify([outletTillId, recordId])) : undefined;
      return text === undefined ? [] : [[id, text]];
    }),
  );
}
