import { setTimeout as pause } from 'node:timers/promises';
import { control } from '../lib/control.ts';
import { readBooks } from './books.ts';
import { check, type Verdict } from './check.ts';
import type { Lane } from './lane.ts';
import { perform, untilPosted } from './perform.ts';
import { type Act, type Plan, planOf } from './plan.ts';
import { connect, makeTill, progressOf, type Retailer, ringUp } from './retailer.ts';
import { Stage } from './stage.ts';
import { Workload } from './workload.ts';

/** Time until nothing is left to do. */
const REST_MS = 60_000;
/** Longer than a solution idles: the run before the second look sees everything that the till has. */
const REST_PAUSE_MS = 260;

export type SeedResult = {
  seed: number;
  plan: Plan;
  verdict: Verdict;
  happened: Act[];
  /** What was ordered and never came. */
  missed: Act[];
  /** Why the seed could not be brought to its end; null: it was. */
  error: string | null;
  elapsedMs: number;
};

type Shop = { retailer: Retailer; workload: Workload };

/** Runs a seed: a retailer of its own, everything that goes wrong, then quiet, then the books of both sides. */
export async function runSeed(lane: Lane, seed: number): Promise<SeedResult> {
  const began = performance.now();
  const plan = planOf(seed);
  const stage = new Stage(lane, plan);
  const result: Pick<SeedResult, 'verdict' | 'happened' | 'missed' | 'error'> = {
    verdict: { duplicates: [], losses: [], differences: [] },
    ...{ happened: [], missed: [], error: null },
  };
  const note = (act: Act, hasHappened: boolean) => (hasHappened ? result.happened : result.missed).push(act);
  let shop: Shop | null = null;
  try {
    shop = await begin(stage, note);
    await everythingGoesWrong(stage, shop, note);
    await stage.calm();
    // The books are read all the same where it does not come to rest.
    result.error = await rest(stage, shop.retailer);
    const { accounts, undone } = shop.retailer;
    result.verdict = check(await readBooks(lane, shop.retailer), accounts, {
      summed: plan.way === 'summary',
      undone,
    });
  } catch (thrown) {
    const said = lane.portals.map(({ name, lastLines }) => `Portal ${name} said: ${lastLines.slice(-600)}`);
    result.error = [thrown instanceof Error ? thrown.message : String(thrown), ...said].join('\n');
  }
  await leave(stage, shop?.retailer);
  result.error ??= stage.unordered;
  return { seed, plan, ...result, elapsedMs: performance.now() - began };
}

/** Till, organisation and solution, up to *Start posting*; with the short waits of these runs a person may have to begin anew. */
async function begin(stage: Stage, note: (act: Act, hasHappened: boolean) => void): Promise<Shop> {
  const { lane, plan } = stage;
  for (let tries = 1; ; tries++) {
    const business = `seed-${plan.seed}-${crypto.randomUUID().slice(0, 6)}`;
    const till = await makeTill(lane, business);
    const days = [daysAgo(4), daysAgo(3)] as const;
    const undone = plan.acts.flatMap(({ undo }) => (undo ? [undo.id] : []));
    const workload = new Workload(plan.seed, till.place, days, undone);
    await ringUp(lane, business, workload.first());
    await stage.bothUp();
    const options = { business, ...till, way: plan.way, startDate: days[0] };
    try {
      const retailer = await connect(lane, options, (make) => whileMaking(stage, make, note));
      return { retailer, workload };
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

/** The portal dies, or gets no answer, while it makes accounts; whoever pressed the button presses it again. */
async function whileMaking(
  stage: Stage,
  make: () => Promise<unknown>,
  note: (act: Act, hasHappened: boolean) => void,
) {
  const { lane, plan } = stage;
  if (!plan.setUp) return;
  const [portal] = lane.portals;
  const { order = null, xero } = plan.setUp;
  const before = stage.deaths;
  portal.order(order);
  if (xero) await control(`${lane.xeroUrl}/sandbox/faults`, xero);
  await make().catch(() => portal.deathKnown());
  portal.order(null);
  note(plan.setUp, order ? stage.deaths > before : (await stage.faultsLeft()) === 0);
  await stage.clearFaults();
  await portal.ready();
}

async function everythingGoesWrong(stage: Stage, shop: Shop, note: (act: Act, hasHappened: boolean) => void) {
  const { lane, plan } = stage;
  lane.portals[1].skewClock(plan.skewMs);
  const comesBefore = async (i: number) => {
    if (i === plan.changesBefore) await change(stage, shop);
    if (i === plan.recordsBefore) await trade(lane, shop);
  };
  for (const [i, act] of plan.acts.entries()) {
    await comesBefore(i);
    note(act, await perform(stage, act, shop));
  }
  await comesBefore(plan.acts.length);
  if (plan.changesTwice) await change(stage, shop);
}

/** The till changes and voids some of what is posted; the second time, what it changed the first time. */
async function change(stage: Stage, { retailer, workload }: Shop) {
  await untilPosted(stage, retailer);
  await ringUp(stage.lane, retailer.business, workload.changes());
}

/** The second day comes, and with it some of the first once more. */
async function trade(lane: Lane, { retailer: { business, place }, workload }: Shop) {
  await ringUp(lane, business, workload.second());
  const records = `${lane.tillUrl}/sandbox/businesses/${business}/records/${place.outlet}`;
  for (const id of workload.again) await control(`${records}/${id}/resend`, {});
}

/** Calls the cron route until nothing is left to do, in two looks with a run between them. @returns why it does not end */
async function rest(stage: Stage, retailer: Retailer): Promise<string | null> {
  const deadline = performance.now() + REST_MS;
  for (let looks = 0; ; ) {
    await stage.callCron();
    if (stage.wasDue) {
      await stage.approveDrafts(retailer);
      looks = (await stage.isAtRest(retailer)) ? looks + 1 : 0;
    }
    if (looks === 2) break;
    if (performance.now() > deadline) {
      return `It did not come to rest: ${JSON.stringify(await progressOf(retailer))}`;
    }
    await pause(looks > 0 ? REST_PAUSE_MS : 40);
  }
  return null;
}

/** The next seed has the lane for itself. */
async function leave(stage: Stage, retailer: Retailer | undefined) {
  await stage.calm().catch(() => {});
  stage.leave();
  await retailer?.client.post(`/api/solutions/${retailer.solutionId}/deactivate`, {}).catch(() => {});
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
