import type { Db } from '@/db/client';
import { connectionInUse } from '@/db/queries/connections';
import { contactNames, dryRunStart, heldForGood, type Period, sentAlready } from '@/db/queries/dry-run';
import type { DocumentToKeep } from '@/db/queries/keep-documents';
import { mappings } from '@/db/queries/mappings';
import { organisationOf } from '@/db/queries/organisations';
import { postingPolicies } from '@/db/queries/posting-policies';
import type { Scope } from '@/db/queries/scope';
import { outletsAndRegisters } from '@/db/queries/till-transactions';
import { dailyLimitOf } from '@/lib/accounting/call-budget';
import type { ContactRef, PlannedDocument } from '@/lib/accounting/document';
import { mappingSchema } from '@/lib/accounting/mapping';
import { type PostingPolicy, policyAt } from '@/lib/accounting/posting-policy';
import { RefusalGroups } from '@/lib/accounting/preflight';
import { invoicesAMonth } from '@/lib/accounting/xero-plans';
import { factsOf } from '@/lib/sync/facts';
import { syncSettings } from '@/lib/sync/settings';
import { heldBefore } from './held-before.ts';
import { type Asked, periodOf } from './period.ts';
import { type DryRunOf, planPeriod } from './plan-period.ts';
import {
  type MovementRow,
  movementRows,
  type PreflightRow,
  preflightRows,
  type ShownDocument,
  showDocument,
} from './show.ts';
import { type KindTally, Tally } from './tally.ts';

/** Documents on one page of the screen. */
const PAGE_SIZE = 50;

/** All that *Dry run* shows, as plain data. */
export type DryRun =
  | { state: 'not_connected' | 'not_read' }
  /** No record waits, and no period was asked for. */
  | { state: 'nothing' }
  | { state: 'problem'; problem: string }
  | {
      state: 'planned';
      period: Period;
      currency: string;
      preflight: PreflightRow[];
      would: KindTally[];
      sent: KindTally[];
      movement: MovementRow[];
      documents: ShownDocument[];
      documentCount: number;
      page: number;
      pageCount: number;
    };

type Ready = { of: DryRunOf; organisation: NonNullable<Awaited<ReturnType<typeof organisationOf>>> };

/**
 * What a dry run of what is asked for plans under; or why there is none. Not to be called in a transaction: it may ask Xero what it held
 * on the tills before the start.
 */
export async function prepareDryRun(
  db: Db,
  scope: Scope,
  asked: Pick<Asked, 'from' | 'to'>,
): Promise<Ready | Exclude<DryRun, { state: 'planned' }>> {
  const { retailerId } = scope;
  const [connection, start] = await Promise.all([connectionInUse(db, scope), dryRunStart(db, scope)]);
  if (!start) throw new Error('the solution is gone');
  if (!connection) return { state: 'not_connected' };
  const organisation = await organisationOf(db, { retailerId, organisationId: connection.organisationId });
  const facts = organisation && factsOf(organisation);
  if (!facts) return { state: 'not_read' };
  const chosen = periodOf(asked, start.firstDay);
  if (chosen === null) return { state: 'nothing' };
  if ('problem' in chosen) return { state: 'problem', problem: chosen.problem };
  const { shortId, startDate } = start;
  const pageSize = syncSettings().planPageSize;
  const of = { shortId, startDate, facts, period: chosen.period, pageSize };
  return { organisation, of: { ...of, tillBalances: await heldBefore({ db, scope }, of) } };
}

/**
 * A dry run as it is shown: everything is planned and counted, one page of the documents kept. In one read-only transaction, so that
 * the figures belong together while a sync is at work, and nothing can be written.
 */
export async function readDryRun(db: Db, scope: Scope, asked: Asked): Promise<DryRun> {
  const ready = await prepareDryRun(db, scope, asked);
  if (!('of' in ready)) return ready;
  return db.transaction((dbTx) => planned(dbTx, scope, ready, asked.page), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

async function planned(db: Db, scope: Scope, { of, organisation }: Ready, page: number): Promise<DryRun> {
  const { facts, period, startDate } = of;
  const would = new Tally();
  const groups = new RefusalGroups();
  const shown: DocumentToKeep[] = [];
  const first = (page - 1) * PAGE_SIZE;
  let documentCount = 0;
  let later = 0;
  let postponed = 0;
  for await (const part of planPeriod({ db, scope }, of)) {
    for (const document of part.documents) {
      would.add(document);
      if (document.documentDate > document.businessDay) postponed++;
      if (documentCount >= first && shown.length < PAGE_SIZE) shown.push(document);
      documentCount++;
    }
    for (const { tillTransactionId, refusals } of part.held) groups.add(tillTransactionId, refusals);
    later += part.later;
  }
  const sent = new Tally();
  for (const sum of await sentAlready(db, scope, period)) sent.addSum(sum);
  const nameOf = await contactNamer(db, scope, shown);
  return {
    state: 'planned',
    period,
    currency: facts.baseCurrency,
    preflight: preflightRows({
      ...{ solutionId: scope.solutionId, period, startDate, later, postponed },
      groups: groups.list(),
      heldForGood: await heldForGood(db, scope, period),
      ...{ calls: would.calls, callsOfBusiestDay: would.callsOfBusiestDay },
      ...{ dailyLimit: dailyLimitOf(organisation.dayRemaining), dayRemaining: organisation.dayRemaining },
      ways: await waysOf(db, scope, period),
      monthlyInvoiceLimit: invoicesAMonth(organisation.organisationClass),
      invoicesOfBusiestMonth: would.invoicesOfBusiestMonth,
    }),
    ...{ would: would.kinds, sent: sent.kinds },
    movement: movementRows(would.moved, sent.moved, facts),
    documents: shown.map((document) => showDocument(document, facts, nameOf)),
    ...{ documentCount, page },
    pageCount: Math.max(1, Math.ceil(documentCount / PAGE_SIZE)),
  };
}

/** The ways in which outlets are posted on days of the period. */
async function waysOf(db: Db, scope: Scope, { from, to }: Period): Promise<Set<PostingPolicy['way']>> {
  const policies = await postingPolicies(db, scope);
  const { outlets } = await outletsAndRegisters(db, scope);
  const days = [from, ...policies.map((p) => p.validFrom).filter((day) => day > from && day <= to)];
  return new Set(outlets.flatMap(({ tillId }) => days.map((day) => policyAt(policies, tillId, day).way)));
}

/** Names of the contacts of documents, new ones and those that are in Xero. */
async function contactNamer(
  db: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
): Promise<(ref: ContactRef) => string> {
  const contents = documents.map(({ content }) => content as PlannedDocument);
  const keys = contents.flatMap((d) =>
    'contact' in d && 'contactKey' in d.contact ? [d.contact.contactKey] : [],
  );
  const names = await contactNames(db, scope, keys);
  for (const content of contents) if (content.kind === 'contact') names.set(content.key, content.name);
  const walkIns = new Map<string, string>();
  for (const { body } of await mappings(db, scope)) {
    const { walkInContactId, walkInContactName } = mappingSchema.parse(body);
    if (walkInContactId && walkInContactName) walkIns.set(walkInContactId, walkInContactName);
  }
  return (ref) =>
    'contactKey' in ref
      ? (names.get(ref.contactKey) ??
        (ref.contactKey === 'contact:till' ? 'Tagrain till' : 'a customer of the till'))
      : (walkIns.get(ref.contactId) ?? 'Walk-in customers');
}
