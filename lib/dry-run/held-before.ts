import { pendingOpenings } from '@/db/queries/openings';
import type { Minor } from '@/lib/money/money';
import { balancesOf, dayBefore, tillAccountsOf } from '@/lib/sync/openings';
import { contextReader, type Reader } from '@/lib/sync/planning-context';
import { type DryRunOf, REGISTERS, startOf } from './plan-period.ts';

/**
 * What Xero held on the till accounts before posting starts, for first opening amounts that wait: as the sync will read it, one call,
 * and only where a register opens for the first time in the period or before. Where Xero cannot be asked, its accounts are left out, and
 * the openings say that it is not known yet.
 */
export async function heldBefore(
  reader: Reader,
  of: Omit<DryRunOf, 'tillBalances'>,
): Promise<ReadonlyMap<string, Minor>> {
  const { db, scope } = reader;
  const waiting = await pendingOpenings(db, scope, startOf(of), REGISTERS, 'mendable');
  const openings = waiting.filter(({ businessDay }) => businessDay <= of.period.to);
  if (openings.length === 0) return new Map();
  const context = await (await contextReader(reader, of.shortId, of.facts))();
  const { done, fresh } = await tillAccountsOf(reader, openings, context);
  if (fresh.size === 0) return done;
  // xero-node is heavy: it is loaded when there is something to ask.
  const { withXero } = await import('@/lib/xero/client');
  const { bankBalances } = await import('@/lib/xero/read-balances');
  const way = await withXero(db, scope);
  if (!way.ok) return done;
  const read = await bankBalances(way.value, dayBefore(startOf(of)), of.facts.baseCurrency);
  return read.ok ? balancesOf(done, fresh, read.value) : done;
}
