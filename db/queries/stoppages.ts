import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

export type Cause = { code: string; text: string; documents: number | null };

/** The causes that are open, and how many documents need a person. */
export async function stoppageState(
  db: Db,
  { retailerId, solutionId }: Scope,
): Promise<{ open: Cause[]; refused: number; stopped: number }> {
  const [row] = await db.execute<{ open: Cause[]; refused: number; stopped: number }>(sql`
    select count(*) filter (where standing = 'refused')::int as refused, count(*) filter (where standing = 'stopped')::int as stopped,
      (select coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'text', s.text, 'documents', s.documents)), '[]'::jsonb)
        from stoppage s where s.solution_id = ${solutionId} and s.retailer_id = ${retailerId} and s.ended_at is null) as open
    from document where solution_id = ${solutionId} and retailer_id = ${retailerId} and standing <> 'posted'
      and standing in ('refused', 'stopped')`);
  return row ?? { open: [], refused: 0, stopped: 0 };
}

/** Ends causes, then begins others. One that is open already stays the same one, with its newest sentence. */
export async function saveStoppages(
  db: Db,
  { retailerId, solutionId }: Scope,
  { ended, current }: { ended: readonly string[]; current: readonly Cause[] },
): Promise<void> {
  await db.transaction(async (dbTx) => {
    await dbTx.execute(sql`
      update stoppage set ended_at = now()
      where solution_id = ${solutionId} and retailer_id = ${retailerId} and ended_at is null
        and code in (select value from jsonb_array_elements_text(${JSON.stringify(ended)}::text::jsonb))`);
    await dbTx.execute(sql`
      insert into stoppage (retailer_id, solution_id, code, text, documents)
      select ${retailerId}, ${solutionId}, code, text, documents
      from jsonb_to_recordset(${JSON.stringify(current)}::text::jsonb) as x(code text, text text, documents int)
      on conflict (solution_id, code) where ended_at is null
        do update set text = excluded.text, documents = excluded.documents`);
  });
}

export type StoppageMail = {
  stoppageId: number;
  personId: string;
  about: 'began' | 'ended';
  email: string;
  retailer: string;
  solutionId: string;
  code: string;
  text: string;
};

/** A mail that failed so often is given up: its address does not exist, most likely. */
const MAXIMUM_TRIES = 24;

/**
 * Claims one mail that is due: that a cause began, to every member of the retailer; that it ended, to those who were told that it
 * began. Any number of processes may ask at once; each mail is handed to one of them, and to another one only when the claim has run
 * out without a word.
 * @param waits `quietSeconds` after the begin of a cause was told, the same cause is not told again
 */
export async function claimStoppageMail(
  db: Db,
  waits: { claimSeconds: number; quietSeconds: number },
): Promise<StoppageMail | null> {
  await db.execute(sql`
    insert into stoppage_mail (stoppage_id, about, person_id, retailer_id, solution_id, claimed_until)
    select s.id, 'began', m.person_id, s.retailer_id, s.solution_id, now()
    from stoppage s join membership m on m.retailer_id = s.retailer_id
    where s.ended_at is null
      and not exists (
        select 1 from stoppage_mail t where t.stoppage_id = s.id and t.about = 'began' and t.person_id = m.person_id)
      and not exists (
        select 1 from stoppage o join stoppage_mail t on t.stoppage_id = o.id and t.about = 'began'
        where o.solution_id = s.solution_id and o.code = s.code and o.id <> s.id
          and t.sent_at > now() - make_interval(secs => ${waits.quietSeconds}))
    union all
    select s.id, 'ended', b.person_id, s.retailer_id, s.solution_id, now()
    from stoppage s join stoppage_mail b on b.stoppage_id = s.id and b.about = 'began' and b.sent_at is not null
    where s.ended_at > now() - interval '1 day'
      and not exists (select 1 from stoppage_mail t where t.stoppage_id = s.id and t.about = 'ended' and t.person_id = b.person_id)
      -- It began again meanwhile: to say that it is over would be wrong.
      and not exists (select 1 from stoppage o where o.solution_id = s.solution_id and o.code = s.code and o.ended_at is null)
    on conflict do nothing`);
  const rows = await db.execute<StoppageMail>(sql`
    with free as (
      select t.stoppage_id, t.about, t.person_id from stoppage_mail t join stoppage s on s.id = t.stoppage_id
      where t.sent_at is null and t.claimed_until <= now() and t.tries < ${MAXIMUM_TRIES}
        and (t.about = 'ended') = (s.ended_at is not null)
      order by t.claimed_until, t.stoppage_id limit 1
      for update of t skip locked
    )
    update stoppage_mail t set claimed_until = now() + make_interval(secs => ${waits.claimSeconds}), tries = t.tries + 1
    from free f, stoppage s, person p, retailer r
    where t.stoppage_id = f.stoppage_id and t.about = f.about and t.person_id = f.person_id
      and s.id = t.stoppage_id and p.id = t.person_id and r.id = t.retailer_id
    returning t.stoppage_id as "stoppageId", t.person_id as "personId", t.about, p.email, r.name as retailer,
      t.solution_id as "solutionId", s.code, s.text`);
  return rows[0] ?? null;
}

/** Notes that a claimed mail has gone out. */
export async function noteMailSent(
  db: Db,
  { stoppageId, personId, about }: Pick<StoppageMail, 'stoppageId' | 'personId' | 'about'>,
): Promise<void> {
  await db.execute(sql`
    update stoppage_mail set sent_at = now()
    where stoppage_id = ${stoppageId} and person_id = ${personId} and about = ${about} and sent_at is null`);
}
