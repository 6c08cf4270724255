import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { appendEvent, type NewEvent } from './events.ts';
import { holdsLease, requireLease } from './fence.ts';
import type { Scope } from './scope.ts';

/** What is undone before what it hangs on. */
const undoneFirst = sql`case when d.kind in ('payment', 'allocation') then 0 else 1 end`;

/** Documents (`root`) with all that hangs on them, each once: payments and allocations of an invoice, allocations of a credit note. */
const hanging = (rootIds: readonly number[], { retailerId, solutionId }: Scope) => sql`
  hanging as (
    select d.id as root, d.id from document d
    where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId}
      and d.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(rootIds)}::text::jsonb))
    union
    select h.root, dd.document_id from hanging h join document_dependency dd on dd.depends_on_id = h.id
  )`;

export type UndoMember = {
  rootId: number;
  id: number;
  kind: string;
  type: 'SPEND' | 'RECEIVE' | null;
  number: string;
  state: string;
  xeroStatus: string | null;
  totalMinor: number;
  currency: string;
  /** How many till records are in it; more than one: a summary. */
  records: number;
  undo: {
    state: 'planned' | 'sending' | 'unsure' | 'done' | 'refused';
    refusalText: string | null;
    askedBy: string;
    askedAt: string;
    endedAt: string | null;
  } | null;
};

/** What undoing these documents would take with each, in the order in which it goes. */
export async function undoGroups(
  db: Db,
  scope: Scope,
  documentIds: readonly number[],
): Promise<UndoMember[]> {
  if (documentIds.length === 0) return [];
  const rows = await db.execute<UndoMember>(sql`
    with recursive ${hanging(documentIds, scope)}
    select h.root as "rootId", d.id, d.kind, d.content ->> 'type' as type, d.number, d.state, d.xero_status as "xeroStatus",
      d.total_minor as "totalMinor", d.currency,
      (select count(distinct s.till_transaction_id)::int from document_source s where s.document_id = d.id and s.live) as records,
      case when u.document_id is not null then jsonb_build_object('state', u.state, 'refusalText', u.refusal_text,
        'askedBy', p.email, 'askedAt', u.asked_at, 'endedAt', u.ended_at) end as undo
    from hanging h join document d on d.id = h.id
    left join document_undo u on u.document_id = d.id
    left join person p on p.id = u.person_id
    order by h.root, ${undoneFirst}, d.id`);
  return [...rows];
}

/**
 * Notes that documents are to be undone, and makes the solution due. One that was refused before is tried again; one that is under way
 * or done stays as it is. Call it while the solution is locked. @returns how many are under way from now on
 */
export async function askUndo(
  dbTx: Db,
  { retailerId, solutionId, personId }: Scope & { personId: string },
  rootId: number,
): Promise<number> {
  const rows = await dbTx.execute(sql`
    with recursive ${hanging([rootId], { retailerId, solutionId })}
    insert into document_undo (document_id, retailer_id, solution_id, root_id, person_id)
    select d.id, ${retailerId}, ${solutionId}, ${rootId}, ${personId}
    from hanging h join document d on d.id = h.id and d.state = 'posted'
    on conflict (document_id) do update set state = 'planned', root_id = excluded.root_id, person_id = excluded.person_id,
      attempts = 0, refusal_text = null, asked_at = now(), ended_at = null
      where document_undo.state = 'refused'
    returning document_id`);
  // A pause that Xero has asked for is kept.
  await dbTx.execute(sql`
    update solution s set due_at = least(s.due_at, now()) where s.id = ${solutionId} and s.retailer_id = ${retailerId}
      and 'wait' is distinct from (select r.outcome from sync_run r where r.solution_id = s.id order by r.id desc limit 1)`);
  return rows.length;
}

/** The documents for which an undo was asked and is not over, oldest first. */
export async function openUndoRoots(
  db: Db,
  { retailerId, solutionId, organisationId }: Scope & { organisationId: string },
): Promise<number[]> {
  const rows = await db.execute<{ rootId: number }>(sql`
    select u.root_id as "rootId" from document_undo u join document d on d.id = u.document_id
    where u.solution_id = ${solutionId} and u.retailer_id = ${retailerId} and u.state in ('planned', 'sending', 'unsure')
      and d.organisation_id = ${organisationId}
    group by u.root_id order by min(u.asked_at), u.root_id`);
  return rows.map((row) => row.rootId);
}

export type UndoDocument = {
  documentId: number;
  kind: string;
  number: string;
  documentDate: string;
  xeroId: string | null;
  content: unknown;
  /** Key → Xero's id of everything that it depends on. */
  dependencyIds: Record<string, string>;
  attempts: number;
};

export type UndoGroup = {
  /** What is still to be undone, in order. */
  documents: UndoDocument[];
  /** Ids in Xero of everything of ours that hangs together here, gone or not, but for what stopped for a person. */
  ownIds: string[];
  /** Number of what is in doubt and hangs on it: it has to be settled first. */
  waitsFor: string | null;
  /** What hangs on it and could not be undone. */
  blockedBy: string | null;
};

/**
 * The documents of an undo that are still to be undone. What was posted onto them since it was asked for joins them: nothing can hang on
 * a voided invoice. @throws LeaseLost
 */
export async function takeUpUndo(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  rootId: number,
): Promise<UndoGroup> {
  const scope = { retailerId, solutionId };
  return db.transaction(async (dbTx) => {
    await requireLease(dbTx, scope, owner);
    await dbTx.execute(sql`
      with recursive ${hanging([rootId], scope)}
      insert into document_undo (document_id, retailer_id, solution_id, root_id, person_id)
      select d.id, ${retailerId}, ${solutionId}, ${rootId}, r.person_id
      from hanging h join document d on d.id = h.id and d.state = 'posted'
      join document_undo r on r.document_id = ${rootId}
      on conflict (document_id) do nothing`);
    const documents = await dbTx.execute<
      UndoDocument & { isOpen: boolean; state: string; undo: string | null }
    >(sql`
      with recursive ${hanging([rootId], scope)}
      select d.id as "documentId", d.kind, d.number, d.document_date as "documentDate", d.xero_id as "xeroId", d.content,
        coalesce((select jsonb_object_agg(o.key, o.xero_id) from document_dependency dd join document o on o.id = dd.depends_on_id
          where dd.document_id = d.id), '{}'::jsonb) as "dependencyIds",
        coalesce(u.attempts, 0) as attempts, d.state, u.state as undo,
        d.state = 'posted' and coalesce(u.state in ('planned', 'sending', 'unsure'), false) as "isOpen"
      from hanging h join document d on d.id = h.id left join document_undo u on u.document_id = d.id
      order by ${undoneFirst}, d.id`);
    return {
      documents: documents.filter((d) => d.isOpen),
      // What a person has to see to (stopped) stays, and stands in the way like anybody's.
      ownIds: documents
        .filter((d) => d.state !== 'stopped')
        .flatMap((d) => [...(d.xeroId ? [d.xeroId] : []), ...Object.values(d.dependencyIds)]),
      waitsFor: documents.find((d) => d.state === 'sending' || d.state === 'unsure')?.number ?? null,
      blockedBy: documents.find((d) => d.state === 'posted' && d.undo === 'refused')?.number ?? null,
    };
  });
}

/**
 * Notes that Xero is about to be asked to take a document back: committed before the call.
 * @returns false when the lease was lost, or there is nothing to undo any more
 */
export async function beginUndo(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  documentId: number,
): Promise<boolean> {
  return db.transaction(async (dbTx) => {
    if (!(await holdsLease(dbTx, { retailerId, solutionId }, owner))) return false;
    const rows = await dbTx.execute(sql`
      update document_undo u set state = 'sending', attempts = u.attempts + 1
      from document d
      where u.document_id = ${documentId} and u.solution_id = ${solutionId} and u.retailer_id = ${retailerId}
        and u.state in ('planned', 'sending', 'unsure') and d.id = u.document_id and d.state = 'posted'
      returning u.document_id`);
    return rows.length === 1;
  });
}

export type UndoOutcome = { documentId: number } & (
  | { state: 'done'; xeroStatus: 'VOIDED' | 'DELETED' }
  | { state: 'refused'; text: string }
  | { state: 'planned' | 'unsure' }
);

/**
 * Writes down what became of undos. What is gone in Xero is undone here, with what hangs on it and never left: that is not sent any more.
 * Somebody who has lost the solution meanwhile may still say that a document is gone, nothing else.
 */
export async function recordUndo(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  told: readonly UndoOutcome[],
  happened?: Pick<NewEvent, 'kind' | 'text' | 'syncRunId'>,
): Promise<void> {
  await db.transaction(async (dbTx) => {
    const isOurs = await holdsLease(dbTx, { retailerId, solutionId }, owner);
    const outcomes = JSON.stringify(isOurs ? told : told.filter((o) => o.state === 'done'));
    const outcome = sql`jsonb_to_recordset(${outcomes}::text::jsonb) as x("documentId" bigint, state text, "xeroStatus" text, text text)`;
    const ended = await dbTx.execute<{ documentId: number; state: string }>(sql`
      update document_undo u set state = x.state, refusal_text = x.text,
        attempts = case when x.state = 'planned' then greatest(u.attempts - 1, 0) else u.attempts end,
        ended_at = case when x.state in ('done', 'refused') then now() end
      from ${outcome}
      where u.document_id = x."documentId" and u.solution_id = ${solutionId} and u.retailer_id = ${retailerId}
        and u.state in ('planned', 'sending', 'unsure')
      returning u.document_id as "documentId", u.state`);
    const done = JSON.stringify(ended.filter((e) => e.state === 'done').map((e) => e.documentId));
    await dbTx.execute(sql`
      update document d set state = 'undone', xero_status = x."xeroStatus", refusal_code = 'undone_here',
        refusal_text = p.email || ' undid it in Xero. It is not posted again by itself.'
      from ${outcome} join document_undo u on u.document_id = x."documentId" join person p on p.id = u.person_id
      where d.id = x."documentId" and d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.state = 'posted'
        and d.id in (select value::bigint from jsonb_array_elements_text(${done}::text::jsonb))`);
    await dbTx.execute(sql`
      with recursive gone as (
        select u.document_id as id, o.number, u.root_id, u.person_id
        from document_undo u join document o on o.id = u.document_id
        where u.solution_id = ${solutionId} and u.retailer_id = ${retailerId}
          and u.document_id in (select value::bigint from jsonb_array_elements_text(${done}::text::jsonb))
        union
        -- However far away it hangs: what waits for something that is never sent would wait for ever.
        select d.id, gone.number, gone.root_id, gone.person_id
        from gone join document_dependency dd on dd.depends_on_id = gone.id
        join document d on d.id = dd.document_id and d.state in ('planned', 'refused')
      ),
      never as (
        update document d set state = 'undone', refusal_code = 'undone_here',
          refusal_text = 'It was never sent: ' || p.email || ' undid ' || gone.number || ', on which it hangs. It is not posted by itself.'
        from gone join person p on p.id = gone.person_id
        where d.id = gone.id and d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.state in ('planned', 'refused')
        returning d.id, gone.root_id, gone.person_id
      )
      insert into document_undo (document_id, retailer_id, solution_id, root_id, person_id, state, ended_at)
      select distinct on (id) id, ${retailerId}::uuid, ${solutionId}::uuid, root_id, person_id, 'done', now() from never
      on conflict (document_id) do nothing`);
    if (happened && isOurs) await appendEvent(dbTx, { retailerId, solutionId, ...happened });
  });
}

/** Whether somebody asked for an undo since a run began, which is not taken up yet. */
export async function undoAskedSince(
  db: Db,
  { retailerId, solutionId }: Scope,
  runId: number,
): Promise<boolean> {
  const [row] = await db.execute<{ some: boolean }>(sql`
    select exists (select 1 from document_undo u join sync_run r on r.id = ${runId} and r.solution_id = u.solution_id
      where u.solution_id = ${solutionId} and u.retailer_id = ${retailerId} and u.state = 'planned' and u.attempts = 0
        and u.asked_at >= r.started_at) as some`);
  return row?.some ?? false;
}
