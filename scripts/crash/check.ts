import type { Books } from './books.ts';
import { type Accounts, expectedOf } from './expected.ts';
import { foundIn } from './found.ts';

export type Verdict = {
  /** In Xero more often than at the till, or there and nowhere at the till. */
  duplicates: string[];
  /** At the till and not in Xero. */
  losses: string[];
  /** Accounts whose balance is not what the till says, with the cents that it is off. */
  differences: { account: string; cents: number }[];
};

/** Holds the till's books against Xero's: each record once, and the money to the cent. */
export function check(
  books: Books,
  accounts: Accounts,
  how: { summed: boolean; undone: readonly string[] },
): Verdict {
  const expected = expectedOf(books.records, accounts, how);
  const found = foundIn(books.entries, accounts);
  const counts = new Map<string, number>();
  for (const name of found.documents) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const name of expected.documents) counts.set(name, (counts.get(name) ?? 0) - 1);
  const many = (sign: 1 | -1) =>
    [...counts].flatMap(([name, n]) => Array<string>(Math.max(0, n * sign)).fill(name));
  const differences = [...expected.balances].flatMap(([account, cents]) => {
    const off = (found.balances.get(account) ?? 0) - cents;
    return off === 0 ? [] : [{ account, cents: off }];
  });
  return {
    duplicates: many(1),
    losses: many(-1),
    differences: [...differences, ...books.problems.map((account) => ({ account, cents: 0 }))],
  };
}

export const isClean = ({ duplicates, losses, differences }: Verdict): boolean =>
  duplicates.length + losses.length + differences.length === 0;
