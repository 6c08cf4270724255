import { type Answer, type Call, cookie, form, htmlAnswer, redirect } from '../http/message.ts';
import type { Register } from '../identity/register.ts';
import type { User } from '../identity/types.ts';
import { field, html, page } from './html.ts';

export const DEMO_USER = { email: 'demo@harbourlane.example', password: 'harbour-lane', code: '123456' };

const COOKIE = 'xero_sandbox_session';

/** The signed-in user of a page. */
export function signedIn(call: Call, register: Register): User | null {
  const email = register.sessions.get(cookie(call, COOKIE) ?? '');
  return email === undefined ? null : register.user(email);
}

/** The sign-in page of portal and consent alike. */
export function signInPage(returnTo: string, error: string | null = null, email = ''): Answer {
  return htmlAnswer(
    error === null ? 200 : 400,
    page(
      'Log in',
      html`<h1>Log in to Xero</h1>
${error === null ? '' : html`<p class="bad" role="alert">${error}</p>`}
<form class="stack card" method="post" action="/login">
<input type="hidden" name="returnTo" value="${returnTo}">
${field('email', 'Email address', { type: 'email', required: true, autocomplete: 'username', value: email })}
${field('password', 'Password', { type: 'password', required: true, autocomplete: 'current-password' })}
${field('code', 'Two-factor code', { required: true, autocomplete: 'one-time-code', hint: 'Six digits; any will do here.' })}
<button>Log in</button></form>
<p class="soft">Demo user: <code>${DEMO_USER.email}</code>, password <code>${DEMO_USER.password}</code>, code <code>${DEMO_USER.code}</code>.
Any other address works too and gets organisations of its own.</p>`,
      { narrow: true },
    ),
  );
}

/** GET and POST /login, /logout. */
export function signInRoutes(call: Call, register: Register): Answer | null {
  if (call.path === '/logout') {
    register.sessions.delete(cookie(call, COOKIE) ?? '');
    return redirect('/', { 'set-cookie': `${COOKIE}=; Path=/; Max-Age=0` });
  }
  if (call.path !== '/login') return null;
  if (call.method !== 'POST') return signInPage(localPath(call.query.get('returnTo')));
  const fields = form(call);
  const returnTo = localPath(fields.get('returnTo'));
  const email = (fields.get('email') ?? '').trim();
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) return signInPage(returnTo, 'Enter an email address.', email);
  if (!fields.get('password')) return signInPage(returnTo, 'Enter a password.', email);
  if (!/^\d{6}$/.test((fields.get('code') ?? '').trim()))
    return signInPage(returnTo, 'Enter the six digits of the code.', email);
  const session = register.signIn(email);
  return redirect(returnTo, { 'set-cookie': `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax` });
}

const localPath = (to: string | null): string =>
  to?.startsWith('/') && !to.startsWith('//') ? to : '/app/manage';
