import { formatMinor, parseMinor } from '../../lib/money/money.ts';
import { tableOf } from './compare.ts';

/** What the till says of a register's drawer, `GET /api/v1/totals`: null while none of its shifts is closed. */
export type RegisterTotals = { outlet: string; register: string; counted_less_removed: string | null };

/** The name of a register's own till account in Xero. */
export const tillAccountName = (register: string) => `Till ${register}`;

/**
 * Holds what each drawer holds against Xero's balance of the register's till account: counted less removed, after every closing.
 * @param balances of Xero's accounts in minor units, by name
 */
export function compareRegisters(
  registers: readonly RegisterTotals[],
  balances: ReadonlyMap<string, number>,
): { lines: string[]; problems: string[] } {
  const problems: string[] = [];
  const rows = registers.map(({ outlet, register, counted_less_removed }) => {
    const tillMinor = parseMinor(counted_less_removed ?? '', 2) ?? 0;
    const xeroMinor = balances.get(tillAccountName(register)) ?? 0;
    const difference = formatMinor(tillMinor - xeroMinor, 2);
    if (tillMinor !== xeroMinor) {
      problems.push(`${register}: the drawer and Xero's till balance differ by ${difference}.`);
    }
    return [outlet, register, formatMinor(tillMinor, 2), formatMinor(xeroMinor, 2), difference];
  });
  const lines = tableOf(
    ['outlet', 'register', 'counted − removed', 'Xero till balance', 'difference'],
    rows,
    2,
  );
  if (problems.length === 0)
    lines.push(`Xero till balance = counted − removed, at every register (${rows.length}).`);
  return { lines, problems };
}
