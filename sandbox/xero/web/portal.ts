/** The developer portal: My Apps, New App, Configuration. */
import { type Answer, type Call, form, htmlAnswer, redirect } from '../http/message.ts';
import { redirectUriRefusal, urlRefusal } from '../identity/redirect-uri.ts';
import type { App, IntegrationType, User } from '../identity/types.ts';
import type { World } from '../world.ts';
import { field, type Html, html, page } from './html.ts';
import { signedIn, signInPage } from './sign-in.ts';

const TYPES: [IntegrationType, string][] = [
  ['web', 'Web app'],
  ['mobile', 'Mobile or desktop app'],
  ['custom', 'Custom connection'],
];

const typeName = (type: IntegrationType): string => TYPES.find(([known]) => known === type)?.[1] ?? type;

/** GET and POST below /app; null for other addresses. */
export function portalPages(world: World, call: Call): Answer | null {
  if (!/^\/app(\/|$)/.test(call.path)) return null;
  const user = signedIn(call, world.register);
  if (!user) return signInPage(call.path);
  if (call.path === '/app' || call.path === '/app/manage') return myApps(world, user);
  if (call.path === '/app/new')
    return call.method === 'POST'
      ? createApp(world, user, form(call))
      : newApp(user, new URLSearchParams(), []);
  const match = /^\/app\/manage\/app\/([^/]+)(\/secret|\/redirect-uris)?$/.exec(call.path);
  const app = world.register.apps.get(match?.[1] ?? '');
  if (!match || !app || app.owner !== user.email) return null;
  if (match[2] === '/secret' && call.method === 'POST') {
    if (app.integrationType !== 'web')
      return configuration(app, user, null, ['Only a Web app has a client secret.']);
    return configuration(app, user, world.register.generateSecret(app), []);
  }
  if (match[2] === '/redirect-uris' && call.method === 'POST')
    return addRedirectUri(world, user, app, form(call));
  return match[2] === undefined ? configuration(app, user, null, []) : null;
}

const top = (user: User): Html =>
  html`<nav aria-label="Developer portal"><ul><li><a href="/app/manage">My Apps</a></li><li><a href="/console">Console</a></li>
<li class="soft">${user.email}</li><li><a href="/logout">Log out</a></li></ul></nav>`;

function myApps(world: World, user: User): Answer {
  const apps = [...world.register.apps.values()].filter((app) => app.owner === user.email);
  const row = (app: App) =>
    html`<tr><td class="wrap"><a href="/app/manage/app/${app.clientId}">${app.name}</a></td><td>${typeName(app.integrationType)}</td></tr>`;
  return htmlAnswer(
    200,
    page(
      'My Apps',
      html`<h1>My Apps</h1><div class="actions"><a class="button" href="/app/new">New App</a></div>
${
  apps.length === 0
    ? html`<p class="soft">You have no apps yet.</p>`
    : html`<div class="scroll"><table><thead><tr><th scope="col">App</th><th scope="col">Integration type</th></tr></thead>
<tbody>${apps.map(row)}</tbody></table></div>`
}`,
      { narrow: true, top: top(user) },
    ),
  );
}

const alerts = (errors: string[]): Html | false =>
  errors.length > 0 &&
  html`<div class="bad" role="alert">${errors.map((error) => html`<p>${error}</p>`)}</div>`;

function newApp(user: User, values: URLSearchParams, errors: string[]): Answer {
  const value = (name: string) => values.get(name) ?? '';
  const chosen = value('integrationType') || 'web';
  const choice = ([type, name]: [string, string]) =>
    html`<label class="choice"><input type="radio" name="integrationType" value="${type}"${
      type === chosen ? html` checked` : ''
    }> ${name}</label>`;
  return htmlAnswer(
    errors.length === 0 ? 200 : 400,
    page(
      'New App',
      html`<h1>New App</h1>${alerts(errors)}
<form class="stack card" method="post" action="/app/new">
${field('name', 'App name', { required: true, value: value('name') })}
<fieldset><legend>Integration type</legend>${TYPES.map(choice)}</fieldset>
${field('companyUrl', 'Company or application URL', { required: true, value: value('companyUrl') })}
${field('privacyUrl', 'Privacy policy URL (optional)', { value: value('privacyUrl') })}
${field('termsUrl', 'Terms and conditions URL (optional)', { value: value('termsUrl') })}
${field('redirectUri', 'Redirect URI', { required: true, value: value('redirectUri'), hint: 'https, or http://localhost' })}
<label class="choice"><input type="checkbox" name="agreed" value="yes"${value('agreed') ? html` checked` : ''}>
 I have read and agree to the Xero Developer Platform Terms &amp; Conditions</label>
<div class="actions"><button>Create App</button></div></form>`,
      { narrow: true, top: top(user) },
    ),
  );
}

function createApp(world: World, user: User, fields: URLSearchParams): Answer {
  const value = (name: string) => (fields.get(name) ?? '').trim();
  const type = TYPES.find(([known]) => known === value('integrationType'))?.[0];
  const errors: (string | null)[] = [
    value('name') === '' ? 'App name is required.' : null,
    value('name').length > 34 ? 'App name must not have more than 34 characters.' : null,
    /xero/i.test(value('name')) ? 'App name must not contain Xero.' : null,
    type === undefined ? 'Choose an integration type.' : null,
    urlRefusal('Company or application URL', value('companyUrl')),
    value('privacyUrl') === '' ? null : urlRefusal('Privacy policy URL', value('privacyUrl')),
    value('termsUrl') === '' ? null : urlRefusal('Terms and conditions URL', value('termsUrl')),
    redirectUriRefusal(value('redirectUri')),
    fields.get('agreed') ? null : 'You must agree to the terms and conditions.',
  ];
  const found = errors.filter((error): error is string => error !== null);
  if (found.length > 0 || type === undefined) return newApp(user, fields, found);
  const app = world.register.createApp({
    name: value('name'),
    integrationType: type,
    companyUrl: value('companyUrl'),
    privacyUrl: value('privacyUrl'),
    termsUrl: value('termsUrl'),
    redirectUris: [value('redirectUri')],
    owner: user.email,
  });
  return redirect(`/app/manage/app/${app.clientId}`);
}

function addRedirectUri(world: World, user: User, app: App, fields: URLSearchParams): Answer {
  const uri = (fields.get('redirectUri') ?? '').trim();
  const refusal =
    app.redirectUris.length >= 50 ? 'An app has at most 50 redirect URIs.' : redirectUriRefusal(uri);
  if (refusal !== null) return configuration(app, user, null, [refusal]);
  if (!app.redirectUris.includes(uri))
    world.register.putApp({ ...app, redirectUris: [...app.redirectUris, uri] });
  return redirect(`/app/manage/app/${app.clientId}`);
}

function configuration(app: App, user: User, secret: string | null, errors: string[]): Answer {
  return htmlAnswer(
    errors.length === 0 ? 200 : 400,
    page(
      app.name,
      html`<h1>${app.name}</h1>${alerts(errors)}<h2>Configuration</h2><div class="card">
${copyable('clientId', 'Client id', app.clientId)}
${secret !== null && html`<p role="status">This is the only time that the secret is shown. Copy it now.</p>`}
${secret !== null && copyable('clientSecret', 'Client secret', secret)}
${
  app.integrationType === 'web'
    ? html`<form method="post" action="/app/manage/app/${app.clientId}/secret"><div class="actions"><button>${
        app.secretHashes.length === 0 ? 'Generate a secret' : 'Generate another secret'
      }</button></div></form>`
    : html`<p class="soft">A ${typeName(app.integrationType)} has no client secret.</p>`
}</div>
<h2>Redirect URIs</h2><div class="card"><ul>${app.redirectUris.map((uri) => html`<li><code>${uri}</code></li>`)}</ul>
<form class="stack" method="post" action="/app/manage/app/${app.clientId}/redirect-uris">
${field('redirectUri', 'Add another URI', { hint: 'https, or http://localhost' })}<button class="quiet">Save</button></form></div>
<h2>App details</h2><dl><dt>Integration type</dt><dd>${typeName(app.integrationType)}</dd>
<dt>Company or application URL</dt><dd>${app.companyUrl}</dd><dt>Tier</dt><dd>${app.tier}</dd></dl>`,
      { narrow: true, top: top(user) },
    ),
  );
}

const copyable = (name: string, label: string, value: string): Html =>
  html`<div><label for="c-${name}">${label}</label><input id="c-${name}" name="${name}" value="${value}" readonly></div>`;
