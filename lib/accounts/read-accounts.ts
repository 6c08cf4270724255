import type { Db } from '@/db/client';
import { connectionInUse } from '@/db/queries/connections';
import { wordsOfFiles } from '@/db/queries/import-files';
import { mappings } from '@/db/queries/mappings';
import { organisationOf } from '@/db/queries/organisations';
import { postingState } from '@/db/queries/posting';
import type { Scope } from '@/db/queries/scope';
import { tillShows } from '@/db/queries/till-shows';
import { outletsAndRegisters } from '@/db/queries/till-transactions';
import { mappingFrom } from '@/lib/accounting/field-values';
import { type Mapping, mappingSchema } from '@/lib/accounting/mapping';
import { type MappingField, mappingFields, stillMissing } from '@/lib/accounting/mapping-fields';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { type Place, withPlaceValues } from '@/lib/accounting/place';
import { type PlaceFields, placeFields, placesMissing } from '@/lib/accounting/place-fields';
import { type ProposedAccount, proposeAccounts } from '@/lib/accounting/propose-accounts';
import type { TillPer } from '@/lib/accounting/till-names';
import { type TillNeeds, tillNeeds, tillSays } from '@/lib/accounting/till-needs';
import { factsOf } from '@/lib/sync/facts';
import { businessSchema } from '@/lib/tagrain/business';

/** Until posting is started nothing is dated: what is chosen then holds from here on, and from the start date once there is one. */
export const BEFORE_THE_START = '1970-01-01';

/** All that *Accounts* shows and decides by, as plain data. */
export type Accounts = {
  connection: 'none' | 'reconnect' | 'live';
  /** Null: not connected, or not read yet. */
  organisation: {
    name: string;
    baseCurrency: string;
    paysTax: boolean;
    lockedUntil: string | null;
    readAt: string;
  } | null;
  mapping: { id: number; validFrom: string; body: Mapping } | null;
  fields: MappingField[];
  /** Outlets, each before its registers, with what they have otherwise. */
  places: PlaceFields[];
  /** Accounts that the chart lacks, as the portal would make them, by how many tills there are to be; nothing is made by reading. */
  proposals: Record<TillPer, ProposedAccount[]>;
  /** What keeps posting from being started, by field. */
  missing: { field: string; label: string; text: string }[];
  /** What is saved and, where nothing usable is, what is suggested: may be sent back as the mapping. */
  suggestion: Mapping;
  posting: {
    startDate: string | null;
    startedAt: string | null;
    isDeactivated: boolean;
    /** The business day that it is now. */
    today: string;
    earliestDay: string | null;
    /** From when a change holds unless another day is chosen; null before the start. */
    holdsFrom: string | null;
  };
};

/** The same, with what only the server needs. */
export type AccountsInside = { shown: Accounts; needs: TillNeeds; facts: OrganisationFacts | null };

/** Gathers the organisation's chart, what the till has, and what was chosen. Makes no call to anybody. */
export async function readAccounts(db: Db, of: Scope): Promise<AccountsInside> {
  const { retailerId } = of;
  const [connection, posting, versions, shows, files, till] = await Promise.all([
    connectionInUse(db, of),
    postingState(db, of),
    mappings(db, of),
    tillShows(db, of),
    wordsOfFiles(db, of),
    outletsAndRegisters(db, of),
  ]);
  if (!posting) throw new Error('the solution is gone');
  const row =
    connection && (await organisationOf(db, { retailerId, organisationId: connection.organisationId }));
  const facts = row ? factsOf(row) : null;

  const newest = versions[0] ?? null;
  const body = mappingSchema.parse(newest?.body ?? {});
  const needs = tillNeeds(
    tillSays(businessSchema.safeParse(posting.feedBusiness).data ?? null, files),
    shows,
    body,
  );
  const fields = facts ? mappingFields(needs, facts, body) : [];
  const places = facts ? placeFields(needs, facts, body, fields, placesOf(till)) : [];
  const propose = (per: TillPer) => (facts ? proposeAccounts(needs, facts, fields, places, per) : []);
  const { startDate, startedAt, today, earliestDay, earliestOpenDay } = posting;
  return {
    needs,
    facts,
    shown: {
      connection: connection ? (connection.state === 'live' ? 'live' : 'reconnect') : 'none',
      organisation:
        row && facts
          ? {
              name: row.name,
              baseCurrency: facts.baseCurrency,
              paysTax: facts.paysTax,
              lockedUntil: facts.lockedUntil,
              readAt: row.chartAt ?? '',
            }
          : null,
      mapping: newest && { id: newest.id, validFrom: newest.validFrom, body },
      fields,
      places,
      proposals: { register: propose('register'), outlet: propose('outlet') },
      missing: [...stillMissing(fields), ...placesMissing(places, fields)],
      suggestion: withPlaceSuggestions(
        mappingFrom(
          fields.map(({ field, value, problem, suggestion }) => ({
            field,
            value: (problem ? null : value) ?? suggestion?.value ?? null,
          })),
          body.walkInContactName ?? null,
          body,
        ),
        places,
      ),
      posting: {
        startDate,
        startedAt,
        isDeactivated: posting.deactivatedAt !== null,
        today,
        earliestDay,
        holdsFrom: startDate && (earliestOpenDay ?? [today, startDate].sort()[1]!),
      },
    },
  };
}

/** Each outlet, and its registers after it. */
function placesOf({ outlets, registers }: Awaited<ReturnType<typeof outletsAndRegisters>>): Place[] {
  return outlets.flatMap(({ id, tillId, name }) => [
    { outlet: tillId, register: null, name, outletName: name },
    ...registers
      .filter(({ outletId }) => outletId === id)
      .map((one) => ({ outlet: tillId, register: one.tillId, name: one.name, outletName: name })),
  ]);
}

/** What is unusable at a place gives way, and what is suggested there comes in. */
function withPlaceSuggestions(mapping: Mapping, places: readonly PlaceFields[]): Mapping {
  const changed = places.flatMap((place) =>
    place.fields
      .filter(({ problem, suggestion }) => problem || suggestion)
      .map(({ field, suggestion }) => ({ place, field, value: suggestion?.value ?? null })),
  );
  return withPlaceValues(mapping, changed);
}
