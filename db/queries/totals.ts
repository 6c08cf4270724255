import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';
import { isNewest } from './versions.ts';

export type PortalTotals = {
  records: { kind: string; count: number; totalMinor: number }[];
  documents: { kind: string; posted: number; postedMinor: number; open: number }[];
};

/** What the portal holds of one solution: live records by kind (the newest version of each), documents by kind, in minor units of the base currency. */
export async function portalTotals(db: Db, { retailerId, solutionId }: Scope): Promise<PortalTotals> {
  const records = await db.execute<PortalTotals['records'][number]>(sql`
    select kind, count(*)::int as count, coalesce(sum(total_minor), 0)::bigint as "totalMinor"
    from till_transaction t where solution_id = ${solutionId} and retailer_id = ${retailerId}
      and state not in ('superseded', 'duplicate') and not voided and ${isNewest}
    group by kind order by kind`);
  const documents = await db.execute<PortalTotals['documents'][number]>(sql`
    select kind, (count(*) filter (where state = 'posted'))::int as posted,
      coalesce(sum(total_minor) filter (where state = 'posted'), 0)::bigint as "postedMinor",
      (count(*) filter (where state not in ('posted', 'undone')))::int as open
    from document where solution_id = ${solutionId} and retailer_id = ${retailerId}
    group by kind order by kind`);
  return { records: [...records], documents: [...documents] };
}
