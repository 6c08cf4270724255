import { after } from 'next/server';
import { clientAddress } from '@/lib/auth/client-address';
import { limitRequest } from '@/lib/auth/rate-limit';
import { forgottenPasswordSchema } from '@/lib/auth/schemas';
import { mailResetLink } from '@/lib/auth/tell';
import { database } from '@/lib/database';
import { env } from '@/lib/env';
import { openRoute } from '@/lib/http/json-route';

/** Answers before anything is looked up, so that neither words nor time tell whether the address is known. */
export const POST = openRoute(forgottenPasswordSchema, async ({ email }, request) => {
  const db = database();
  await limitRequest(db, 'forgottenPassword', clientAddress(request.headers, env().TRUSTED_PROXIES));
  after(() => mailResetLink(db, email));
  return {};
});
