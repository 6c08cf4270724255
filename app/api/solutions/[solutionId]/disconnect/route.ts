import { disconnect } from '@/lib/connect/disconnect';
import { setUpPath } from '@/lib/connect/paths';
import { nothingSchema } from '@/lib/connect/schemas';
import { database } from '@/lib/database';
import { Failure } from '@/lib/http/failure';
import { solutionRoute } from '@/lib/http/json-route';

/** *Disconnect*: ends the connection at Xero and here. */
export const POST = solutionRoute(nothingSchema, async (_input, member) => {
  const result = await disconnect(database(), member);
  if (!result.ok) throw new Failure(502, result.kind, `${result.message} Nothing was disconnected.`);
  return {
    to: setUpPath(member.solutionId, { notice: result.toldXero ? 'disconnected' : 'disconnected_here' }),
  };
});
