import type { Db } from '@/db/client';
import { clearAttention } from '@/db/queries/attention';
import {
  choose,
  choosingConnection,
  connectionInUse,
  dropChoices,
  endConnection,
  holderOfTenant,
  insertLiveConnection,
  type NewConnection,
  type Offered,
} from '@/db/queries/connections';
import { appendEvent } from '@/db/queries/events';
import { knowOrganisation, organisationOfDocuments } from '@/db/queries/organisations';
import type { Scope } from '@/db/queries/scope';
import { lockSolution, makeDue } from '@/db/queries/set-up';

/** Connected; or refused by name, the sentence being kept as an event. */
export type Taken =
  | { ok: true }
  | { ok: false; code: 'organisation_refused' | 'choice_gone'; eventId?: number };

type Actor = Scope & { personId: string };

/** A fresh consent to one organisation comes into use. */
export const takeNewConsent = (db: Db, actor: Actor, consent: NewConnection, organisation: Offered) =>
  take(db, actor, organisation, async (dbTx, organisationId) => {
    await dropChoices(dbTx, actor);
    const { tenantId, connectionId: xeroConnectionId } = organisation;
    await insertLiveConnection(dbTx, { ...consent, organisationId, tenantId, xeroConnectionId });
    return true;
  });

/** The person has chosen among the organisations of a consent. */
export async function takeChosen(db: Db, actor: Actor, tenantId: string): Promise<Taken> {
  const waiting = await choosingConnection(db, actor);
  const organisation = waiting?.offered.find((offer) => offer.tenantId === tenantId);
  if (!waiting || !organisation) return { ok: false, code: 'choice_gone' };
  return take(db, actor, organisation, (dbTx, organisationId) =>
    choose(dbTx, {
      retailerId: actor.retailerId,
      connectionId: waiting.connectionId,
      organisationId,
      tenantId,
      xeroConnectionId: organisation.connectionId,
    }),
  );
}

/** Why an organisation may not be this solution's; null: nothing speaks against it. */
export async function objectionTo(dbTx: Db, of: Scope, organisation: Offered): Promise<string | null> {
  const { tenantId, tenantName } = organisation;
  const books = await organisationOfDocuments(dbTx, of);
  if (books && books.tenantId !== tenantId) {
    return (
      `What this solution posted is in ${books.name}. Going on in ${tenantName} would mix two sets of books, so it was not ` +
      `connected. Grant authorization for ${books.name} again, or use a new solution for ${tenantName}.`
    );
  }
  const connection = await connectionInUse(dbTx, of);
  if (connection && connection.tenantId !== tenantId) {
    return (
      `This solution is connected to ${connection.organisationName}, so ${tenantName} was not connected. ` +
      `To change over, disconnect ${connection.organisationName} first.`
    );
  }
  const holder = await holderOfTenant(dbTx, { retailerId: of.retailerId, tenantId });
  if (holder && holder.solutionId !== of.solutionId) return takenSentence(tenantName, holder.shortId);
  return null;
}

/** Of another retailer's solution nothing is told but that there is one. */
const takenSentence = (tenantName: string, shortId?: string) =>
  `${tenantName} is already connected to another solution${shortId ? ` (${shortId})` : ''}. Two would post the same books twice, ` +
  'so it was not connected here. Disconnect it there first, or choose another organisation.';

const ONE_PER_TENANT = 'xero_connection_one_per_tenant';

/** Whether the database refused because another solution holds the organisation; drizzle wraps the driver's error. */
function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'constraint_name' in cause &&
    cause.constraint_name === ONE_PER_TENANT
  );
}

async function take(
  db: Db,
  actor: Actor,
  organisation: Offered,
  place: (dbTx: Db, organisationId: string) => Promise<boolean>,
): Promise<Taken> {
  const { retailerId, solutionId, personId } = actor;
  const refuse = async (text: string): Promise<Taken> => {
    const { eventId } = await appendEvent(db, {
      retailerId,
      solutionId,
      personId,
      kind: 'xero_organisation_refused',
      text,
      data: { tenantId: organisation.tenantId, organisation: organisation.tenantName },
    });
    return { ok: false, code: 'organisation_refused', eventId };
  };

  let objected: string | null = null;
  let placed = false;
  try {
    await db.transaction(async (dbTx) => {
      await lockSolution(dbTx, actor);
      objected = await objectionTo(dbTx, actor, organisation);
      if (objected !== null) return;
      const { organisationId } = await knowOrganisation(dbTx, {
        retailerId,
        tenantId: organisation.tenantId,
        name: organisation.tenantName,
      });
      const before = await connectionInUse(dbTx, actor);
      if (before)
        await endConnection(dbTx, { retailerId, connectionId: before.connectionId, why: 'authorized again' });
      placed = await place(dbTx, organisationId);
      if (!placed) throw new ChoiceGone();
      await clearAttention(dbTx, actor, 'reconnect');
      await makeDue(dbTx, actor);
      await appendEvent(dbTx, {
        retailerId,
        solutionId,
        personId,
        kind: 'xero_connected',
        text: `${organisation.tenantName} was ${before ? 'connected again' : 'connected'}.`,
        data: { tenantId: organisation.tenantId, organisationId },
      });
    });
  } catch (error) {
    if (error instanceof ChoiceGone) return { ok: false, code: 'choice_gone' };
    if (isTaken(error)) return refuse(takenSentence(organisation.tenantName));
    throw error;
  }
  return objected === null ? { ok: true } : refuse(objected);
}

/** Rolls the transaction back: the consent was ended, or another choice was made, in the meantime. */
class ChoiceGone extends Error {}
