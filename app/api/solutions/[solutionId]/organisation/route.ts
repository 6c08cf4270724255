import { readAfterConnecting } from '@/lib/connect/finish-consent';
import { setUpPath } from '@/lib/connect/paths';
import { chosenOrganisationSchema } from '@/lib/connect/schemas';
import { takeChosen } from '@/lib/connect/take-organisation';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';

/** *Use this organisation*: one of several that came back from Xero. Answers with the page that says how it ended. */
export const POST = solutionRoute(chosenOrganisationSchema, async ({ tenantId }, member) => {
  const db = database();
  const taken = await takeChosen(db, member, tenantId);
  const notice = taken.ok ? await readAfterConnecting(db, member) : taken.code;
  const about = taken.ok ? undefined : taken.eventId;
  return { to: setUpPath(member.solutionId, { notice, about }) };
});
