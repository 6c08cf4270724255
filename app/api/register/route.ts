import { after } from 'next/server';
import { clientAddress } from '@/lib/auth/client-address';
import { limitRequest } from '@/lib/auth/rate-limit';
import { register } from '@/lib/auth/register';
import { registrationSchema } from '@/lib/auth/schemas';
import { tellAlreadyRegistered } from '@/lib/auth/tell';
import { database } from '@/lib/database';
import { env } from '@/lib/env';
import { openRoute } from '@/lib/http/json-route';
import { notFasterThan } from '@/lib/http/not-faster-than';

/** Answers a new address and a known one alike, in words and in time. */
export const POST = openRoute(registrationSchema, async (input, request) => {
  const db = database();
  await limitRequest(db, 'register', clientAddress(request.headers, env().TRUSTED_PROXIES));
  const { created } = await notFasterThan(400, register(db, input));
  if (!created) after(() => tellAlreadyRegistered(db, input.email));
  return {};
});
