import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import { mappings, saveMapping } from '@/db/queries/mappings';
import { releaseAll } from '@/db/queries/releases';
import type { Scope } from '@/db/queries/scope';
import { lockSolution, makeDue } from '@/db/queries/set-up';

import type { Mapping } from '@/lib/accounting/mapping';
import { mappingProblems } from '@/lib/accounting/mapping-problems';
import { type Place, placeField, placeKey, placeName } from '@/lib/accounting/place';
import { type PlaceProblem, placeProblems } from '@/lib/accounting/place-problems';
import { Failure } from '@/lib/http/failure';
import { BEFORE_THE_START, readAccounts } from './read-accounts.ts';

function unusableAt({ place, field, text }: PlaceProblem, places: readonly Place[]): Failure {
  if (!place) return new Failure(422, 'unusable', text, field);
  const known = places.find((one) => placeKey(one) === placeKey(place));
  const name = known ? placeName(known) : (place.register ?? place.outlet);
  return new Failure(422, 'unusable', `${name}: ${text}`, placeField(place, field));
}

/**
 * Saves what the retailer chose as a new version, puts back to be planned what was held or refused for the old one, and makes
 * the solution due, all in one transaction. What is missing may stay missing; what Xero would refuse is refused here.
 * @param input.validFrom business day from which it holds; before posting is started it has no meaning
 * @throws Failure
 */
export async function changeMapping(
  db: Db,
  of: Scope & { personId: string },
  { mapping, validFrom }: { mapping: Mapping; validFrom?: string },
): Promise<{ mappingId: number; validFrom: string; released: number }> {
  const { shown, needs, facts } = await readAccounts(db, of);
  if (!facts) {
    throw new Failure(
      409,
      'organisation_unread',
      'The organisation was not read yet. Press Refresh from Xero first.',
    );
  }
  const [problem] = mappingProblems(needs, facts, mapping);
  if (problem) throw new Failure(422, 'unusable', problem.text, problem.field);
  const [there] = placeProblems(needs, facts, mapping);
  if (there) throw unusableAt(there, shown.places);

  const { startDate, holdsFrom } = shown.posting;
  const from = startDate === null ? BEFORE_THE_START : (validFrom ?? holdsFrom ?? startDate);
  if (startDate !== null && from < startDate) {
    throw new Failure(
      422,
      'before_start',
      `Posting began on ${startDate}: choose that day or a later one.`,
      'validFrom',
    );
  }
  const { personId, retailerId, solutionId } = of;
  return db.transaction(async (dbTx) => {
    await lockSolution(dbTx, of);
    // It holds from that day on: versions that were to begin later give way, or they would come back on their day.
    const later = (await mappings(dbTx, of)).filter((version) => version.validFrom > from);
    const mappingId = await saveMapping(dbTx, of, { validFrom: from, body: mapping, personId });
    for (const version of later) {
      await saveMapping(dbTx, of, { validFrom: version.validFrom, body: mapping, personId });
    }
    const released = await releaseAll(dbTx, of);
    await makeDue(dbTx, of);
    await appendEvent(dbTx, {
      retailerId,
      solutionId,
      personId,
      kind: 'mapping_saved',
      text:
        startDate === null
          ? 'Accounts and tax rates were chosen.'
          : `Accounts and tax rates were changed from ${from} on; ${released} records are planned again.`,
      data: { mappingId, validFrom: from, released },
    });
    return { mappingId, validFrom: from, released };
  });
}
