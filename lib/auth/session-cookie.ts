import { env } from '@/lib/env';

/** The name under which next-auth keeps the session; `__Secure-` makes browsers refuse it over plain http. */
export const sessionCookieName = () =>
  env().NEXTAUTH_URL.startsWith('https:') ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
