import { after } from 'next/server';
import { clientAddress } from '@/lib/auth/client-address';
import { finishPasswordReset } from '@/lib/auth/password-reset';
import { limitRequest } from '@/lib/auth/rate-limit';
import { newPasswordSchema } from '@/lib/auth/schemas';
import { tellPasswordChanged } from '@/lib/auth/tell';
import { database } from '@/lib/database';
import { env } from '@/lib/env';
import { Failure } from '@/lib/http/failure';
import { openRoute } from '@/lib/http/json-route';

/** Sets a new password with the token of a mailed link. */
export const POST = openRoute(newPasswordSchema, async ({ token, password }, request) => {
  const db = database();
  await limitRequest(db, 'newPassword', clientAddress(request.headers, env().TRUSTED_PROXIES));
  const email = await finishPasswordReset(db, token, password);
  if (email === null) {
    throw new Failure(
      422,
      'link_ended',
      'This link was used already or has expired. Please ask for a new one.',
    );
  }
  after(() => tellPasswordChanged(email));
  return {};
});
