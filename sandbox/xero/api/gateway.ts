/** What happens to a call of the accounting API before and after its handler: token, tenant, limits, scope, key. */
import { TOO_LARGE_STATUS } from '../assumptions.ts';
import { newId } from '../base/ids.ts';
import { type Answer, answer, type Call, JSON_TYPE, jsonAnswer, Refused } from '../http/message.ts';
import { problem, unauthorised } from '../identity/connect.ts';
import { allows } from '../identity/scopes.ts';
import type { App, Grant } from '../identity/types.ts';
import type { World } from '../world.ts';
import type { Context } from './context.ts';
import { internalError } from './errors.ts';
import { route } from './routes.ts';

/** Who calls, and for which organisation. */
export interface Caller {
  app: App;
  grant: Grant;
  organisationId: string;
}

const forbidden = (): Answer => jsonAnswer(403, problem('Forbidden', 403, 'AuthenticationUnsuccessful'));
const wrongScope = (): Answer => jsonAnswer(401, problem('Unauthorized', 401, 'AuthorizationUnsuccessful'));

export const dayLimit = (world: World, app: App): number => world.settings.dayLimits[app.tier];

/** Token and tenant, which need no body. An answer if the call ends here. */
export function identify(
  world: World,
  headers: Record<string, string | string[] | undefined>,
): Caller | Answer {
  const bearer = /^Bearer (.+)$/i.exec(String(headers.authorization ?? ''))?.[1];
  const check = bearer === undefined ? null : world.tokens.check(bearer);
  if (!check?.ok) return unauthorised(check && check.reason === 'expired' ? check.expiredMs : undefined);
  const app = world.register.apps.get(check.grant.clientId);
  const organisationId = String(headers['xero-tenant-id'] ?? '').toLowerCase();
  const connection = world.register.connection(check.grant.clientId, organisationId);
  if (!app || !connection || connection.userId !== check.grant.userId) return forbidden();
  const books = world.store.books.get(organisationId);
  const user = world.register.userById(check.grant.userId);
  if (!books || !user || !books.organisation.users.includes(user.email)) return forbidden();
  return { app, grant: check.grant, organisationId };
}

/** Carries out a call whose caller is known and counted. */
export async function perform(world: World, caller: Caller, call: Call, effect: EffectWrap): Promise<Answer> {
  const found = route(call.method, call.path);
  if (!found)
    return answer(404, 'text/html; charset=utf-8', "The resource you're looking for cannot be found");
  const writes = call.method !== 'GET';
  if (!found.endpoint.scopes.some((scope) => allows(caller.grant.scopes, scope, writes))) return wrongScope();
  const context: Context = {
    call,
    books: world.store.books.get(caller.organisationId) as Context['books'],
    clock: world.clock,
    settings: world.settings,
    clientId: caller.app.clientId,
    appName: caller.app.name,
    userName: caller.grant.userId,
  };
  return world.idempotency.run(caller.app.clientId, caller.organisationId, call, () =>
    effect(() => carryOut(world, context, found.handle)),
  );
}

/** Lets faults stand around the effect of a call. */
export type EffectWrap = (effect: () => Answer) => Promise<Answer>;

function carryOut(world: World, context: Context, handle: (context: Context) => Answer): Answer {
  try {
    return handle(context);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    console.error('xero sandbox:', context.call.method, context.call.path, error);
    return internalError();
  } finally {
    world.store.flush();
  }
}

/** Headers that every answer of the accounting API has. */
export function commonHeaders(world: World, caller: Caller): Record<string, string> {
  return {
    'xero-correlation-id': newId(),
    'cache-control': 'max-age=0, no-cache, no-store',
    pragma: 'no-cache',
    ...world.limits.headers(caller.app.clientId, caller.organisationId, dayLimit(world, caller.app)),
  };
}

export const tooLarge = (): Answer => answer(TOO_LARGE_STATUS, JSON_TYPE, '');
