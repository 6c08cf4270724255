import { newId, newSecret } from '../base/ids.ts';
import type { Books } from '../books/books.ts';
import type { Store } from '../books/store.ts';
import type { Clock } from '../clock.ts';
import { type Answer, type Call, form, htmlAnswer, redirect } from '../http/message.ts';
import { html, page } from '../web/html.ts';
import { signedIn, signInPage } from '../web/sign-in.ts';
import type { Register } from './register.ts';
import { parseScopes } from './scopes.ts';
import type { App, User } from './types.ts';

interface Request {
  app: App;
  redirectUri: string;
  scopes: string[];
  state: string | null;
  nonce: string | null;
  challenge: string | null;
}

/** The authorise endpoint: log in, consent, and back to the app with a code. */
export class Authorize {
  constructor(
    private readonly register: Register,
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  handle(call: Call): Answer {
    const request = this.read(call.query);
    // A wrong client, redirect URI or scope must not reach the app: whoever asks may not be it.
    if (typeof request === 'string') return errorPage(request);
    const user = signedIn(call, this.register);
    const here = `${call.path}?${call.query}`;
    if (!user) return signInPage(here);
    if (call.method !== 'POST') return this.consentPage(request, user, here, null);
    const fields = form(call);
    if (fields.get('decision') !== 'allow') return redirect(this.denied(request));
    const chosen = this.store
      .ofUser(user.email)
      .filter((b) => fields.getAll('organisation').includes(b.organisation.id));
    if (chosen.length === 0) return this.consentPage(request, user, here, 'Choose an organisation.');
    const ids = chosen.map((books) => books.organisation.id);
    const refusal = this.register.connectionRefusal(request.app, ids);
    if (refusal !== null) return this.consentPage(request, user, here, refusal);
    return redirect(this.grant(request, user, ids).redirectTo);
  }

  /** What the consent page does when access is allowed; control calls use it too. */
  grant(request: Request, user: User, organisationIds: string[]): { code: string; redirectTo: string } {
    const authEventId = newId();
    for (const id of organisationIds) this.register.connect(request.app.clientId, user.id, id, authEventId);
    const code = newSecret();
    this.register.codes.set(code, {
      clientId: request.app.clientId,
      userId: user.id,
      redirectUri: request.redirectUri,
      scopes: request.scopes,
      authEventId,
      issuedMs: this.clock.now(),
      nonce: request.nonce,
      challenge: request.challenge,
      spentBy: null,
    });
    const to = new URL(request.redirectUri);
    to.searchParams.set('code', code);
    to.searchParams.set('scope', request.scopes.join(' '));
    if (request.state !== null) to.searchParams.set('state', request.state);
    to.searchParams.set('session_state', newSecret(24));
    return { code, redirectTo: to.href };
  }

  /** Reads what the app asks for; a sentence if it may not ask. */
  read(query: URLSearchParams): Request | string {
    const app = this.register.apps.get(query.get('client_id') ?? '');
    if (!app) return 'unauthorized_client: Unknown client or client not enabled';
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!app.redirectUris.includes(redirectUri)) return 'unauthorized_client: Invalid redirect_uri';
    if (query.get('response_type') !== 'code')
      return 'unsupported_response_type: Response type not supported';
    const scopes = parseScopes(query.get('scope') ?? '');
    if (!scopes) return 'invalid_scope: Invalid scope';
    return {
      app,
      redirectUri,
      scopes,
      state: query.get('state'),
      nonce: query.get('nonce'),
      challenge: query.get('code_challenge'),
    };
  }

  private denied(request: Request): string {
    const to = new URL(request.redirectUri);
    to.searchParams.set('error', 'access_denied');
    to.searchParams.set('error_description', 'TenantConsent status DENIED');
    if (request.state !== null) to.searchParams.set('state', request.state);
    return to.href;
  }

  private consentPage(request: Request, user: User, here: string, error: string | null): Answer {
    const organisations = this.store.ofUser(user.email);
    const choice = (
      books: Books,
      i: number,
    ) => html`<label class="choice"><input type="checkbox" name="organisation"
 value="${books.organisation.id}"${i === 0 ? html` checked` : ''}> ${books.organisation.name} (${books.organisation.currency})</label>`;
    return htmlAnswer(
      error === null ? 200 : 400,
      page(
        'Allow access',
        html`<h1>${request.app.name} wants access to</h1>
${error === null ? '' : html`<p class="bad" role="alert">${error}</p>`}
<form method="post" action="${here}">
<fieldset><legend>Select an organisation</legend>${organisations.map(choice)}</fieldset>
<h2>It asks for</h2><ul>${request.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>
<p class="soft">Signed in as ${user.email}. <a href="/logout">Log out</a></p>
<div class="actions"><button name="decision" value="allow">Allow access</button>
<button class="quiet" name="decision" value="cancel">Cancel</button></div></form>`,
        { narrow: true },
      ),
    );
  }
}

function errorPage(error: string): Answer {
  return htmlAnswer(
    400,
    page(
      'Sorry, something went wrong',
      html`<h1>Sorry, something went wrong</h1>
<p>The app asked for something that Xero does not allow. Nothing was sent back to it.</p>
<p class="bad"><code>Error: ${error}</code></p>`,
      { narrow: true },
    ),
  );
}
