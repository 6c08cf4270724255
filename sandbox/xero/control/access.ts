/** Apps, consents and tokens without a browser. */
import { redirectUriRefusal } from '../identity/redirect-uri.ts';
import type { App, Connection, IntegrationType } from '../identity/types.ts';
import type { Tier } from '../settings.ts';
import { DEMO_USER } from '../web/sign-in.ts';
import type { World } from '../world.ts';
import { bodyOf, type ControlCall, ControlError, missing, text, texts } from './request.ts';

/** What a connector of this kind asks for. */
export const USUAL_SCOPES =
  'offline_access accounting.invoices accounting.payments accounting.banktransactions accounting.contacts ' +
  'accounting.settings accounting.reports.trialbalance.read accounting.reports.banksummary.read';

const REDIRECT_URI = 'http://localhost:3000/oAuth2CallBack';

export function accessCalls(world: World, call: ControlCall): unknown {
  const [first, second, third] = call.parts;
  switch (`${call.method} ${first}${third === undefined ? '' : ` ${third}`}`) {
    case 'GET apps':
      return { apps: [...world.register.apps.values()].map(appJson) };
    case 'POST apps':
      call.status = 201;
      return createApp(world, bodyOf(call));
    case 'GET apps tenants':
      return tenants(world, second ?? '');
    case 'POST consents':
      return consent(world, bodyOf(call), call);
    case 'POST tokens':
      return tokens(world, bodyOf(call));
    default:
      return null;
  }
}

const appJson = (app: App): Record<string, unknown> => ({
  clientId: app.clientId,
  name: app.name,
  integrationType: app.integrationType,
  redirectUris: app.redirectUris,
  tier: app.tier,
  owner: app.owner,
});

function createApp(world: World, body: Record<string, unknown>): unknown {
  const redirectUris = texts(body, 'redirectUris') ?? [REDIRECT_URI];
  for (const uri of redirectUris) {
    const refusal = redirectUriRefusal(uri);
    if (refusal !== null) throw new ControlError(400, `${uri}: ${refusal}`);
  }
  const app = world.register.createApp({
    name: text(body, 'name') ?? 'Tagrain',
    integrationType: (text(body, 'integrationType') ?? 'web') as IntegrationType,
    companyUrl: 'https://example.com',
    privacyUrl: '',
    termsUrl: '',
    redirectUris,
    owner: text(body, 'owner') ?? DEMO_USER.email,
    tier: (text(body, 'tier') ?? undefined) as Tier | undefined,
  });
  return { clientId: app.clientId, clientSecret: world.register.generateSecret(app) };
}

function tenants(world: World, clientId: string): unknown {
  if (!world.register.apps.has(clientId)) throw missing('app');
  const wire = (connection: Connection) => ({
    connectionId: connection.id,
    tenantId: connection.organisationId,
    tenantName: world.store.find(connection.organisationId)?.organisation.name ?? '',
    authEventId: connection.authEventId,
    user: world.register.userById(connection.userId)?.email ?? '',
  });
  return { tenants: world.register.connectionsWhere((c) => c.clientId === clientId).map(wire) };
}

/** What a person does on the consent page: choose organisations and allow. */
function consent(
  world: World,
  body: Record<string, unknown>,
  call: ControlCall,
): { code: string; redirectTo: string } {
  const app = world.register.apps.get(text(body, 'clientId') ?? '');
  if (!app) throw missing('app');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: text(body, 'redirectUri') ?? app.redirectUris[0] ?? '',
    scope: text(body, 'scope') ?? USUAL_SCOPES,
  });
  const state = text(body, 'state');
  if (state !== null) query.set('state', state);
  const request = world.authorize.read(query);
  if (typeof request === 'string') throw new ControlError(400, request);
  const user = world.register.user(text(body, 'user') ?? app.owner);
  const mine = world.store.ofUser(user.email).map((books) => books.organisation.id);
  const ids = texts(body, 'organisationIds') ?? mine.slice(0, 1);
  if (ids.some((id) => !mine.includes(id)))
    throw new ControlError(400, `${user.email} has no such organisation`);
  const refusal = world.register.connectionRefusal(app, ids);
  if (refusal !== null) throw new ControlError(400, refusal);
  call.status = 201;
  return world.authorize.grant(request, user, ids);
}

function tokens(world: World, body: Record<string, unknown>): unknown {
  const inner: ControlCall = { method: 'POST', parts: [], query: new URLSearchParams(), body, status: 200 };
  const { code } = consent(world, body, inner);
  const pending = world.register.codes.get(code);
  if (!pending) throw new ControlError(400, 'the code is gone');
  const token = world.connect.exchangeForTests(pending);
  const connections = world.register.connectionsWhere((c) => c.authEventId === pending.authEventId);
  return { ...token, connections: connections.map((connection) => world.connect.wire(connection)) };
}
