import { refreshOrganisation } from '@/lib/accounts/refresh-organisation';
import { nothingSchema } from '@/lib/connect/schemas';
import { database } from '@/lib/database';
import { Failure } from '@/lib/http/failure';
import { solutionRoute } from '@/lib/http/json-route';

/** *Refresh*: reads the organisation, its accounts and tax rates anew, and has held records looked at again. */
export const POST = solutionRoute(nothingSchema, async (_input, member) => {
  const read = await refreshOrganisation(database(), member);
  if (!read.ok) throw new Failure(502, read.kind, read.message);
  return read.value;
});
