import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { database } from '@/lib/database';
import { env } from '@/lib/env';
import { forLog } from '@/lib/log/for-log';
import { checkCredentials } from './check-credentials.ts';
import { clientAddress } from './client-address.ts';
import { waitSentence } from './rate-limit.ts';
import { signInSchema } from './schemas.ts';

declare module 'next-auth' {
  interface User {
    id: string;
    sessionVersion: number;
  }
}

/** A session ends by itself after a week, so that a browser left somewhere does not stay signed in for ever. */
const sessionSeconds = 7 * 24 * 60 * 60;

const credentials = Credentials({
  name: 'Password',
  credentials: { email: {}, password: {} },
  async authorize(given, request) {
    const parsed = signInSchema.safeParse(given);
    if (!parsed.success) return null;
    const address = clientAddress(request.headers, env().TRUSTED_PROXIES);
    // next-auth would show the words of any error to the person, and log them.
    const outcome = await checkCredentials(database(), parsed.data, address).catch((error: unknown) => {
      console.error(JSON.stringify({ level: 'error', at: 'sign-in', error: forLog(error) }));
      throw new Error('Something went wrong on our side. Please try again in a minute.');
    });
    // Shown as it is by the sign-in page; next-auth has no other way to say more than "no".
    if ('waitSeconds' in outcome) throw new Error(waitSentence(outcome.waitSeconds));
    if ('wrong' in outcome) return null;
    const { id, email, sessionVersion } = outcome.person;
    return { id, email, sessionVersion };
  },
});

/** How people sign in: e-mail address and password, remembered in a sealed cookie. */
export const authOptions = (): NextAuthOptions => ({
  secret: env().NEXTAUTH_SECRET,
  providers: [credentials],
  session: { strategy: 'jwt', maxAge: sessionSeconds },
  pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
  callbacks: {
    // Nothing but what `claimsSchema` wants; name and address are looked up when they are needed.
    jwt: ({ token, user }) => (user ? { personId: user.id, sessionVersion: user.sessionVersion } : token),
    session: ({ session }) => ({ expires: session.expires }),
  },
});
