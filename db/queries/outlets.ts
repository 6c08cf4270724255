import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { outlet, register } from '../schema/index.ts';
import type { Scope } from './scope.ts';

export type OutletToKnow = {
  tillId: string;
  name: string;
  timeZone: string;
  dayCutoff: string;
  registers: { tillId: string; name: string }[];
};

/**
 * Makes outlets and registers known, and follows their new names, time zones and cut-offs. One that the till does not tell of any
 * more stays: its records do. Give it a transaction.
 */
export async function knowOutlets(
  db: Db,
  { retailerId, solutionId }: Scope,
  outlets: readonly OutletToKnow[],
): Promise<void> {
  for (const { registers, ...known } of outlets) {
    const [row] = await db
      .insert(outlet)
      .values({ retailerId, solutionId, ...known })
      .onConflictDoUpdate({
        target: [outlet.solutionId, outlet.tillId],
        set: { name: known.name, timeZone: known.timeZone, dayCutoff: known.dayCutoff },
        setWhere: sql`${outlet.retailerId} = ${retailerId}`,
      })
      .returning({ outletId: outlet.id });
    if (registers.length === 0) continue;
    await db
      .insert(register)
      .values(registers.map((one) => ({ retailerId, solutionId, outletId: row!.outletId, ...one })))
      .onConflictDoUpdate({
        target: [register.outletId, register.tillId],
        set: { name: sql`excluded.name` },
        setWhere: sql`${register.retailerId} = ${retailerId}`,
      });
  }
}
