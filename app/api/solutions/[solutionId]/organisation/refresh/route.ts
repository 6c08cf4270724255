import { nothingSchema } from '@/lib/connect/schemas';
import { database } from '@/lib/database';
import { Failure } from '@/lib/http/failure';
import { solutionRoute } from '@/lib/http/json-route';
import { withXero } from '@/lib/xero/client';
import { readOrganisation } from '@/lib/xero/read-organisation';

/** *Refresh*: reads the organisation, its accounts and tax rates anew. */
export const POST = solutionRoute(nothingSchema, async (_input, member) => {
  const db = database();
  const xero = await withXero(db, member);
  const read = xero.ok ? await readOrganisation(db, xero.value) : xero;
  if (!read.ok) throw new Failure(502, read.kind, read.message);
  return { name: read.value.name };
});
