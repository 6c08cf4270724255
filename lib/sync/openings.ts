import { openingsDone } from '@/db/queries/openings';
import type { PendingRow } from '@/db/queries/till-transactions';
import { tillAccountId } from '@/lib/accounting/chosen';
import { type Mapping, mappingAt, mappingSchema } from '@/lib/accounting/mapping';
import { passes } from '@/lib/failpoint/failpoint';
import type { Minor } from '@/lib/money/money';
import type { XeroAccess } from '@/lib/xero/client';
import { bankBalances } from '@/lib/xero/read-balances';
import { haltOf } from './halt.ts';
import type { Halt, Run } from './run.ts';

/**
 * For the opening amounts on a page: what Xero held on their till accounts on the evening before the start date, and 0 for accounts
 * that another register has taken into account. Asked once, when a register first opens; other pages cost no call.
 */
export async function tillBalances(
  run: Run,
  xero: XeroAccess,
  page: readonly PendingRow[],
  { mappings, cashPaymentType }: { mappings: readonly DatedMapping[]; cashPaymentType: string | null },
): Promise<{ balances: ReadonlyMap<string, Minor> } | { halt: Halt }> {
  const openings = page.filter((row) => row.kind === 'shift');
  if (openings.length === 0 || !run.solution.startDate) return { balances: new Map() };
  const accountAt = (body: Mapping, outlet: string, register: string | null) =>
    tillAccountId({ mapping: mappingAt(body, outlet, register), cashPaymentType });
  const balances = new Map<string, Minor>();
  for (const { outlet, register, mapping } of await openingsDone(run.db, run.scope)) {
    const accountId = accountAt(mappingSchema.parse(mapping), outlet, register);
    if (accountId) balances.set(accountId, 0);
  }
  const fresh = new Set<string>();
  for (const { outlet, register, businessDay } of openings) {
    const version = mappings.find((m) => m.validFrom <= businessDay);
    const accountId = version && accountAt(version.body, outlet, register);
    if (accountId && !balances.has(accountId)) fresh.add(accountId);
  }
  if (fresh.size === 0) return { balances };
  run.counts.calls++;
  const read = await bankBalances(xero, dayBefore(run.solution.startDate), openings[0]!.currency);
  if (!read.ok) return { halt: haltOf(read) };
  await passes('openings_read');
  // What the report does not name has never moved.
  for (const accountId of fresh) balances.set(accountId, read.value.get(accountId) ?? 0);
  return { balances };
}

type DatedMapping = { validFrom: string; body: Mapping };

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
