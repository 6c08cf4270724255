import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { connectionInUse } from '../db/queries/connections.ts';
import type { DocumentKind } from '../lib/accounting/document.ts';
import { accessTokenFor } from '../lib/xero/token-keeper.ts';
import { type Connected, connectedRetailer } from '../scripts/test/connected-retailer.ts';
import type { ReplayArgs, ReplayTook } from './run-replay.ts';
import { type Bench, inOwnProcess } from './setup.ts';

/** What a run of the product sent, call by call, for somebody who keeps no books to send again. */
export type Recorded = {
  kind: DocumentKind;
  /** The exact bytes, as text. */
  body: string;
  /** What Xero called each document then: other bodies name them. */
  xeroIds: string[];
  /** Of an allocation: the credit note in the address. */
  creditNoteId: string | null;
}[];

async function recordedOf(db: Db, { solutionId }: Connected): Promise<Recorded> {
  const rows = await db.execute<Recorded[number]>(sql`
    select b.kind, convert_from(b.body, 'UTF8') as body,
      (select jsonb_agg(coalesce(d.xero_id::text, '') order by x.position)
        from unnest(b.document_ids) with ordinality x(id, position) join document d on d.id = x.id and d.batch_id = b.id) as "xeroIds",
      case when b.kind = 'allocation' then (select n.xero_id::text from document_dependency dd
        join document n on n.id = dd.depends_on_id and n.kind = 'credit_note' where dd.document_id = b.document_ids[1]) end as "creditNoteId"
    from send_batch b
    where b.solution_id = ${solutionId} and b.outcome = 'answered' order by b.id`);
  return [...rows];
}

/** Ids of accounts and the walk-in contact in one organisation, and what they are in another of the same chart. */
async function sameIn(db: Db, from: Connected, to: Connected): Promise<[string, string][]> {
  const idsOf = async ({ solutionId }: Connected) => {
    const rows = await db.execute<{ name: string; id: string }>(sql`
      select a ->> 'name' as name, a ->> 'accountId' as id from xero_organisation o
      join xero_connection c on c.organisation_id = o.id and c.solution_id = ${solutionId},
      jsonb_array_elements(o.chart -> 'accounts') a
      union all
      select 'walk-in', body ->> 'walkInContactId' from mapping where solution_id = ${solutionId}`);
    return new Map(rows.map(({ name, id }) => [name, id]));
  };
  const there = await idsOf(to);
  return [...(await idsOf(from))].map(([name, id]) => [id, there.get(name)!]);
}

/**
 * Makes ready to send what the product sent for a shop once more, into an organisation that holds nothing yet.
 * @returns what sends it, once, in a process of its own
 */
export async function replayOf(
  { db, standIns }: Bench,
  shop: Connected,
  options: Pick<ReplayArgs, 'oneByOne'> = {},
): Promise<() => Promise<ReplayTook>> {
  const fresh = await connectedRetailer(db, standIns, { days: 1, size: 1 });
  await db.execute(sql`update solution set due_at = 'infinity' where id = ${fresh.solutionId}`);
  const token = await accessTokenFor(db, {
    retailerId: fresh.retailerId,
    connectionId: (await connectionInUse(db, fresh))!.connectionId,
  });
  if (!token.ok) throw new Error(token.message);
  const recorded = JSON.stringify(await recordedOf(db, shop));
  const same = await sameIn(db, shop, fresh);
  return async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'oneenterprise-replay-'));
    try {
      const recordedFile = path.join(folder, 'recorded.json');
      await writeFile(recordedFile, recorded);
      const args: ReplayArgs = {
        feedUrl: `${standIns.tillUrl}/${shop.business}`,
        apiKey: shop.apiKey,
        accessToken: token.value,
        tenantId: fresh.tenantId,
        ...{ recordedFile, same, ...options },
      };
      return await inOwnProcess<ReplayTook>('run-replay.ts', args);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}
