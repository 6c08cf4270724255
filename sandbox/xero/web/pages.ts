import { type Answer, type Call, htmlAnswer, jsonAnswer } from '../http/message.ts';
import { SCOPES } from '../identity/scopes.ts';
import type { World } from '../world.ts';
import { consolePages } from './console.ts';
import { html, page } from './html.ts';
import { portalPages } from './portal.ts';
import { signInRoutes } from './sign-in.ts';

/** Everything that people look at; null if there is no such page. */
export function webPages(world: World, call: Call): Answer | null {
  const path = call.path.toLowerCase();
  if (path === '/') return home();
  if (path === '/identity/connect/authorize') return world.authorize.handle(call);
  if (path === '/.well-known/openid-configuration') return jsonAnswer(200, discovery(world.publicUrl()));
  if (path === '/.well-known/openid-configuration/jwks') return jsonAnswer(200, world.tokens.jwks());
  return signInRoutes(call, world.register) ?? portalPages(world, call) ?? consolePages(world, call);
}

const discovery = (url: string): Record<string, unknown> => ({
  issuer: url,
  authorization_endpoint: `${url}/identity/connect/authorize`,
  token_endpoint: `${url}/connect/token`,
  revocation_endpoint: `${url}/connect/revocation`,
  jwks_uri: `${url}/.well-known/openid-configuration/jwks`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
  scopes_supported: [...SCOPES],
});

const home = (): Answer =>
  htmlAnswer(
    200,
    page(
      'Home',
      html`<h1>A stand-in for Xero</h1>
<p>It keeps books, refuses what Xero refuses, and is used where nobody should post to real books.</p>
<ul><li><a href="/app/manage">Developer portal</a>: apps, client ids and secrets</li>
<li><a href="/console">Console</a>: the organisations and their books</li></ul>`,
      { narrow: true },
    ),
  );

/** Where an address leads to nothing. */
export const nowherePage = (): string =>
  page(
    'No such page',
    html`<h1>No such page</h1>
<p>This stand-in has no page at this address. <a href="/">Home</a></p>`,
    { narrow: true },
  );
