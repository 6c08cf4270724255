import { cookies } from 'next/headers';
import { pairOf } from '@/lib/connect/app-pair';
import { BROWSER_COOKIE, beginConsent, STATE_LIFETIME_SECONDS } from '@/lib/connect/consent-state';
import { nothingSchema } from '@/lib/connect/schemas';
import { database } from '@/lib/database';
import { env, redirectUri } from '@/lib/env';
import { Failure } from '@/lib/http/failure';
import { solutionRoute } from '@/lib/http/json-route';
import { authorizeUrl } from '@/lib/xero/sign-on';

/** *Grant authorization*: where to go at Xero. The state is bound to this person and this browser. */
export const POST = solutionRoute(nothingSchema, async (_input, member) => {
  const db = database();
  const pair = await pairOf(db, member);
  if (!pair)
    throw new Failure(
      409,
      'no_app',
      'Enter the Client Identifier and the Client Secret and press Test first.',
    );
  const jar = await cookies();
  const { state, browser } = await beginConsent(db, member, jar.get(BROWSER_COOKIE)?.value);
  jar.set(BROWSER_COOKIE, browser, {
    httpOnly: true,
    // Lax: Xero's redirect back is a top-level navigation from another site, which must bring the cookie along.
    sameSite: 'lax',
    secure: env().NEXTAUTH_URL.startsWith('https:'),
    path: '/',
    maxAge: STATE_LIFETIME_SECONDS,
  });
  return { url: authorizeUrl({ clientId: pair.clientId, state, redirectUri: redirectUri() }) };
});
