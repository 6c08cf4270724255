import { openingsDone } from '@/db/queries/openings';
import type { PendingRow } from '@/db/queries/till-transactions';
import { tillAccountId } from '@/lib/accounting/chosen';
import { type Mapping, mappingAt, mappingSchema } from '@/lib/accounting/mapping';
import { passes } from '@/lib/failpoint/failpoint';
import type { Minor } from '@/lib/money/money';
import type { XeroAccess } from '@/lib/xero/client';
import { bankBalances } from '@/lib/xero/read-balances';
import { haltOf } from './halt.ts';
import type { Reader } from './planning-context.ts';
import type { Halt, Run } from './run.ts';

type Under = { mappings: readonly DatedMapping[]; cashPaymentType: string | null };
type DatedMapping = { validFrom: string; body: Mapping };

/**
 * For opening amounts: what Xero held on their till accounts on the evening before the start date, and 0 for accounts that another
 * register has taken into account. Asked once, when a register first opens; later openings on an account cost no call.
 */
export async function tillBalances(
  run: Run,
  xero: XeroAccess,
  openings: readonly PendingRow[],
  under: Under,
): Promise<{ balances: ReadonlyMap<string, Minor> } | { halt: Halt }> {
  if (openings.length === 0 || !run.solution.startDate) return { balances: new Map() };
  const { done, fresh } = await tillAccountsOf(run, openings, under);
  if (fresh.size === 0) return { balances: done };
  run.counts.calls++;
  const read = await bankBalances(xero, dayBefore(run.solution.startDate), openings[0]!.currency);
  if (!read.ok) return { halt: haltOf(read) };
  await passes('openings_read');
  return { balances: balancesOf(done, fresh, read.value) };
}

/** The till accounts that registers opened on already, with 0, and those that only the given openings stand on. */
export async function tillAccountsOf(
  { db, scope }: Reader,
  openings: readonly PendingRow[],
  { mappings, cashPaymentType }: Under,
): Promise<{ done: ReadonlyMap<string, Minor>; fresh: ReadonlySet<string> }> {
  const accountAt = (body: Mapping, outlet: string, register: string | null) =>
    tillAccountId({ mapping: mappingAt(body, outlet, register), cashPaymentType });
  const done = new Map<string, Minor>();
  for (const { outlet, register, mapping } of await openingsDone(db, scope)) {
    const accountId = accountAt(mappingSchema.parse(mapping), outlet, register);
    if (accountId) done.set(accountId, 0);
  }
  const fresh = new Set<string>();
  for (const { outlet, register, businessDay } of openings) {
    const version = mappings.find((m) => m.validFrom <= businessDay);
    const accountId = version && accountAt(version.body, outlet, register);
    if (accountId && !done.has(accountId)) fresh.add(accountId);
  }
  return { done, fresh };
}

/** What was held by account. What Xero's report does not name has never moved. */
export const balancesOf = (
  done: ReadonlyMap<string, Minor>,
  fresh: ReadonlySet<string>,
  report: ReadonlyMap<string, Minor>,
): ReadonlyMap<string, Minor> =>
  new Map([...done, ...[...fresh].map((id): [string, Minor] => [id, report.get(id) ?? 0])]);

/** The evening on which what Xero held before is told. @param startDate `YYYY-MM-DD` */
export const dayBefore = (startDate: string): string =>
  new Date(Date.parse(`${startDate}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
