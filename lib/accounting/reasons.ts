import { own } from './own.ts';

/**
 * What makes two reasons of floating expenses the same: people type "Milk", "milk" and "Milk " and mean one thing.
 * Empty: no reason was given.
 */
export const reasonKey = (reason: string | null): string => (reason ?? '').trim().toLowerCase();

/** What a record by reason says for one, however either of them is spelled. */
export function ofReason<T>(byReason: Readonly<Record<string, T>>, reason: string | null): T | undefined {
  const key = reasonKey(reason);
  const spelled = Object.keys(byReason).find((one) => reasonKey(one) === key);
  return spelled === undefined ? undefined : own(byReason, spelled);
}

/** Takes a reason out of a record, in every spelling. */
export function withoutReason<T>(byReason: Readonly<Record<string, T>>, reason: string): Record<string, T> {
  const key = reasonKey(reason);
  return Object.fromEntries(Object.entries(byReason).filter(([one]) => reasonKey(one) !== key));
}

/** One record over another: the second's word holds for a reason that both know, however each spells it. */
export function overReasons<T>(
  below: Readonly<Record<string, T>>,
  above: Readonly<Record<string, T>>,
): Record<string, T> {
  const said = new Set(Object.keys(above).map(reasonKey));
  const rest = Object.entries(below).filter(([reason]) => !said.has(reasonKey(reason)));
  return Object.fromEntries([...rest, ...Object.entries(above)]);
}
