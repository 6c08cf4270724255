import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

export type MappingRow = { id: number; validFrom: string; body: unknown };

/** Every mapping that can matter from a day on: the newest of each day it became valid. Few rows, newest first. */
export async function mappings(db: Db, { retailerId, solutionId }: Scope): Promise<MappingRow[]> {
  const rows = await db.execute<MappingRow>(sql`
    select distinct on (valid_from) id, valid_from as "validFrom", body from mapping
    where solution_id = ${solutionId} and retailer_id = ${retailerId} order by valid_from desc, id desc`);
  return [...rows];
}

/** Saves a mapping that holds from a business day on. Earlier ones stay as they were. */
export async function saveMapping(
  db: Db,
  { retailerId, solutionId }: Scope,
  mapping: { validFrom: string; body: unknown; personId: string | null },
): Promise<number> {
  const [row] = await db.execute<{ id: number }>(sql`
    insert into mapping (retailer_id, solution_id, valid_from, body, person_id)
    values (${retailerId}, ${solutionId}, ${mapping.validFrom}, ${JSON.stringify(mapping.body)}::text::jsonb, ${mapping.personId})
    returning id`);
  return row!.id;
}
