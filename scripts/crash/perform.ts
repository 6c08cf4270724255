import { setTimeout as pause } from 'node:timers/promises';
import { control } from '../lib/control.ts';
import type { Act, Undo } from './plan.ts';
import { Random } from './random.ts';
import { callCron, grant, type Retailer, ringUp } from './retailer.ts';
import type { Stage } from './stage.ts';
import type { Workload } from './workload.ts';

/** Time that one thing may take until it has happened. */
const ACT_MS = 25_000;
const POSTED_MS = 40_000;

/**
 * Has one thing go wrong, and calls the cron route until it has. Where nothing is left to do before that, the till trades a little more.
 * @returns whether it has happened
 */
export async function perform(
  stage: Stage,
  act: Act,
  { retailer, workload }: { retailer: Retailer; workload: Workload },
): Promise<boolean> {
  const { lane } = stage;
  if (act.firstQuietMs) await pause(act.firstQuietMs);
  const changeIt = (when: Undo['changed']) => changeUndone(stage, retailer, workload, act.undo, when);
  if (act.undo) await untilPosted(stage, retailer);
  if (await changeIt('before')) await untilPosted(stage, retailer);
  const setFault = () =>
    control(`${lane.xeroUrl}/sandbox/faults`, { organisationId: retailer.tenantId, ...act.xero });
  if (act.xero) await setFault();
  if (act.order) lane.portals[0].order(act.order);
  if (act.order && act.order.holdMs === undefined) lane.portals[1].order(act.order);
  const deadline = performance.now() + ACT_MS;
  await changeIt('meanwhile');
  let hasHappened = act.undo ? await undo(stage, act.undo, retailer, act) : false;
  await changeIt('after');
  while (!hasHappened && performance.now() < deadline) {
    hasHappened = await once(stage, act);
    if (hasHappened) break;
    await pause(40);
    if (!stage.wasDue) continue;
    if (await stage.isAtRest(retailer)) await ringUp(lane, retailer.business, workload.more());
    await stage.approveDrafts(retailer);
    // It went wrong without what was to happen beside it: once more.
    if (act.xero && (await stage.faultsLeft()) === 0) await setFault();
  }
  for (const portal of lane.portals) portal.order(null);
  await stage.clearFaults();
  if (hasHappened && act.kind === 'token revoked') await reconnect(stage, retailer);
  if (hasHappened && act.thenQuietMs) await pause(act.thenQuietMs);
  return hasHappened;
}

/** @returns whether it has happened */
async function once(stage: Stage, { order, xero, restartsDatabase }: Act): Promise<boolean> {
  const { lane } = stage;
  if (order?.holdMs !== undefined) {
    stage.wasDue = true;
    return isHeld(stage, order.holdMs);
  }
  const before = stage.deaths;
  const calling = stage.callCron();
  if (restartsDatabase) {
    await pause(stage.random.whole(5, 150));
    await lane.restartDatabase();
  }
  await calling;
  if (order) return stage.deaths > before;
  if (!xero) return true;
  return (await stage.faultsLeft()) === 0;
}

/** One worker pauses in its midst for longer than its lease; the other takes the solution over meanwhile. */
async function isHeld({ lane }: Stage, holdMs: number): Promise<boolean> {
  const began = performance.now();
  let isWorking = true;
  const working = callCron(lane, 0).finally(() => {
    isWorking = false;
  });
  while (isWorking) {
    await pause(120);
    if (isWorking) await callCron(lane, 1);
  }
  await working;
  return performance.now() - began >= holdMs;
}

/** The till changes a receipt that is undone too, at its time. @returns whether it was time */
async function changeUndone(
  { lane, plan }: Stage,
  { business }: Retailer,
  workload: Workload,
  undo: Undo | undefined,
  when: Undo['changed'],
): Promise<boolean> {
  if (!undo || undo.changed !== when) return false;
  await ringUp(lane, business, [workload.changedSale(undo.id, new Random(plan.seed + 4_000_037))]);
  return true;
}

/**
 * A person undoes a receipt; the portal may die in it. Where the till changes it meanwhile, the other portal takes that up at the same time.
 * @returns whether it has happened
 */
async function undo(
  stage: Stage,
  { id, changed }: Undo,
  retailer: Retailer,
  { order }: Act,
): Promise<boolean> {
  const { lane } = stage;
  const before = stage.deaths;
  const [document] = await lane.ask<{ id: number }>(
    `select id::int from document where solution_id = $1 and kind = 'invoice' and number like $2`,
    [retailer.solutionId, `%-${id}-1`],
  );
  await stage.bothUp();
  retailer.undone.push(id);
  const meanwhile = changed === 'meanwhile' ? callCron(lane, 1) : null;
  try {
    await retailer.client.post(`/api/solutions/${retailer.solutionId}/undo`, { documentId: document?.id });
  } catch {
    await lane.portals[0].deathKnown();
  }
  await meanwhile;
  return order ? stage.deaths > before : (await stage.faultsLeft()) === 0;
}

/** Calls the cron route until all that is at the till is posted: a run that began after this was called has left nothing. */
export async function untilPosted(stage: Stage, retailer: Retailer) {
  const deadline = performance.now() + POSTED_MS;
  while (performance.now() < deadline) {
    await stage.callCron();
    await stage.approveDrafts(retailer);
    if (stage.wasDue && (await stage.isAtRest(retailer))) return;
    await pause(40);
  }
}

/** What a retailer does whom the portal asks to connect again. */
async function reconnect({ lane }: Stage, retailer: Retailer) {
  await lane.portals[0].ready();
  await grant(lane, retailer);
}
