import type { Db } from '@/db/client';
import { clearAttention } from '@/db/queries/attention';
import { connectionInUse, dropChoices, endConnection } from '@/db/queries/connections';
import { appendEvent } from '@/db/queries/events';
import type { Scope } from '@/db/queries/scope';
import { lockSolution } from '@/db/queries/set-up';
import type { XeroFailure, XeroFailureKind } from '@/lib/xero/result';
import { deleteConnection } from '@/lib/xero/sign-on';
import { accessTokenFor } from '@/lib/xero/token-keeper';

/** Xero does not honour the connection any more: there is nothing left there to end. */
const goneAtXero: readonly XeroFailureKind[] = ['reconnect', 'not_connected', 'disconnected'];

/**
 * Ends the connection at Xero, then here, where the tokens are forgotten. If Xero cannot be asked now, nothing is ended: a
 * disconnect that leaves the app connected would be none.
 * @returns whether Xero was told; it cannot be when it does not let us in any more
 */
export async function disconnect(
  db: Db,
  of: Scope & { personId: string },
): Promise<{ ok: true; toldXero: boolean } | XeroFailure> {
  const { retailerId, solutionId, personId } = of;
  const connection = await connectionInUse(db, of);
  let toldXero = false;
  if (connection?.state === 'live' && connection.xeroConnectionId) {
    const told = await endAtXero(
      db,
      { retailerId, connectionId: connection.connectionId },
      connection.xeroConnectionId,
    );
    if (told && !goneAtXero.includes(told.kind)) return told;
    toldXero = told === null;
  }
  await db.transaction(async (dbTx) => {
    await lockSolution(dbTx, of);
    await dropChoices(dbTx, of);
    if (!connection) return;
    await endConnection(dbTx, {
      retailerId,
      connectionId: connection.connectionId,
      why: 'disconnected in the portal',
    });
    await clearAttention(dbTx, of, 'reconnect');
    await appendEvent(dbTx, {
      retailerId,
      solutionId,
      personId,
      kind: 'xero_disconnected',
      text: `${connection.organisationName} was disconnected.`,
      data: { tenantId: connection.tenantId, toldXero },
    });
  });
  return { ok: true, toldXero };
}

/** @returns null when Xero has ended it, else why not */
async function endAtXero(
  db: Db,
  of: { retailerId: string; connectionId: string },
  xeroConnectionId: string,
): Promise<XeroFailure | null> {
  let rejected: string | undefined;
  for (;;) {
    const token = await accessTokenFor(db, of, { rejected });
    if (!token.ok) return token;
    const result = await deleteConnection(token.value, xeroConnectionId);
    if (result.ok) return null;
    if (result.kind !== 'token_expired' || rejected !== undefined) return result;
    rejected = token.value;
  }
}
