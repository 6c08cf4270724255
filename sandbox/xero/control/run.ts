/** The run of the sandbox itself: health, clock, settings, calls, faults, reset. */
import { type Fault, shown } from '../http/faults.ts';
import { applySettings } from '../settings.ts';
import { DEMO_USER } from '../web/sign-in.ts';
import type { World } from '../world.ts';
import { bodyOf, type ControlCall, missing, text } from './request.ts';

export function runCalls(world: World, call: ControlCall): unknown {
  const [first, second] = call.parts;
  switch (`${call.method} ${first}`) {
    case 'GET health':
      return health(world);
    case 'GET settings':
      return world.settings;
    case 'POST settings':
      applySettings(world.settings, bodyOf(call));
      return world.settings;
    case 'GET clock':
      return world.clock.state();
    case 'POST clock':
      return moveClock(world, bodyOf(call));
    case 'GET calls':
      return world.calls.report(Number(call.query.get('last') ?? 100));
    case 'DELETE calls':
      world.calls.clear();
      return { ok: true };
    case 'GET faults':
      return { faults: world.faults.list() };
    case 'POST faults':
      call.status = 201;
      return { faults: addFaults(world, call.body).map(shown) };
    case 'DELETE faults':
      if (second === undefined) world.faults.clear();
      else if (!world.faults.remove(Number(second))) throw missing('fault');
      return { ok: true };
    case 'POST reset':
      reset(world, text(bodyOf(call), 'keep'));
      return { ok: true };
    default:
      return null;
  }
}

function health(world: World): unknown {
  let documents = 0;
  for (const books of world.store.books.values()) documents += books.documents.size;
  return { ok: true, now: world.clock.state().now, organisations: world.store.books.size, documents };
}

function moveClock(world: World, body: Record<string, unknown>): unknown {
  const state = world.clock.change(body as Parameters<World['clock']['change']>[0]);
  world.store.record('clock', world.clock.offsetMs());
  return state;
}

function addFaults(world: World, body: unknown): Fault[] {
  const list = Array.isArray(body) ? body : [body];
  return list.map((value) => world.faults.add(value as Record<string, unknown>));
}

/** As new; or, keeping apps and organisations, with empty books. */
function reset(world: World, keep: string | null): void {
  world.faults.clear();
  world.calls.clear();
  world.limits.clear();
  world.idempotency.clear();
  const organisations = [...world.store.books.values()].map((books) => books.organisation);
  world.store.clear();
  if (keep !== 'apps') {
    world.register.clear();
    world.register.keepSigningKey();
    world.register.user(DEMO_USER.email);
    return;
  }
  world.register.keepAll();
  for (const organisation of organisations) world.store.refound(organisation, world.clock.now());
}
