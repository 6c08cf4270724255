import type { AccountFacts } from './organisation.ts';

/** A likely value and, in a few words, why. It is offered, never saved by itself. */
export type Suggestion = { value: string; why: string };

/** As charts of accounts are ordered; a bank account without a code comes last. */
export const byCode = (a: AccountFacts, b: AccountFacts) =>
  Number(a.code === null) - Number(b.code === null) ||
  (a.code ?? '').localeCompare(b.code ?? '', 'en', { numeric: true }) ||
  a.name.localeCompare(b.name, 'en');

/** The one account whose name fits; several that fit make no suggestion. */
export function named(
  accounts: readonly AccountFacts[],
  name: RegExp,
  what: string,
  like: string,
): Suggestion | null {
  const [first, second] = accounts.filter((account) => name.test(account.name));
  if (!first || second) return null;
  return { value: first.accountId, why: `the only ${what} named like ${like}` };
}

const words = (text: string) =>
  new Set(
    text
      .toLowerCase()
      .match(/[a-z]{2,}|\d+/g)
      ?.map((word) => word.replace(/ed$/, '')) ?? [],
  );

/** The one whose name shares most words with a text; several that share as many make none. */
export function mostAlike<T extends { name: string }>(text: string, of: readonly T[]): T | null {
  const wanted = words(text);
  const scored = of
    .map((one) => ({ one, score: [...words(one.name)].filter((word) => wanted.has(word)).length }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  return best && best.score > 0 && best.score !== next?.score ? best.one : null;
}
