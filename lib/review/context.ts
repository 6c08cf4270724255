import type { Db } from '@/db/client';
import { connectionInUse } from '@/db/queries/connections';
import { mappings } from '@/db/queries/mappings';
import { organisationOf, organisationOfDocuments } from '@/db/queries/organisations';
import { postingState } from '@/db/queries/posting';
import type { Scope } from '@/db/queries/scope';
import { mappingSchema } from '@/lib/accounting/mapping';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { xeroGoUrl } from '@/lib/env';
import { factsOf } from '@/lib/sync/facts';
import { businessSchema } from '@/lib/tagrain/business';
import type { ShowContext } from './show.ts';
import { undoWaitsFor } from './show-undo.ts';

/** Names of accounts and payment types, and where documents are looked at. The same few reads for one row or fifty. */
export async function showContext(
  db: Db,
  of: Scope,
): Promise<
  ShowContext &
    Pick<OrganisationFacts, 'taxRates' | 'tracking'> & {
      startDate: string | null;
      /** Why an undo of a document would have to wait, and what to do; null: it goes at once. */
      undoWaitsFor: string | null;
    }
> {
  const [connection, documents, versions, posting] = await Promise.all([
    connectionInUse(db, of),
    organisationOfDocuments(db, of),
    mappings(db, of),
    postingState(db, of),
  ]);
  // After a disconnect the documents are still in the books that they were posted to.
  const organisationId = documents?.organisationId ?? connection?.organisationId;
  const row = organisationId ? await organisationOf(db, { retailerId: of.retailerId, organisationId }) : null;
  const facts = row && factsOf(row);
  const business = businessSchema.safeParse(posting?.feedBusiness).data;
  return {
    solutionId: of.solutionId,
    xeroGoUrl: xeroGoUrl(),
    shortCode: row?.shortCode ?? null,
    accounts: facts?.accounts ?? new Map(),
    taxRates: facts?.taxRates ?? new Map(),
    tracking: facts?.tracking ?? new Map(),
    mappings: versions.map(({ validFrom, body }) => ({ validFrom, body: mappingSchema.parse(body) })),
    paymentTypeNames: new Map(business?.payment_types.map(({ code, name }) => [code, name])),
    taxNames: new Map(business?.taxes.map(({ code, name }) => [code, name])),
    startDate: posting?.startDate ?? null,
    undoWaitsFor: undoWaitsFor({
      isDeactivated: posting?.deactivatedAt != null,
      connectionState: connection?.organisationId === organisationId ? (connection?.state ?? null) : null,
      organisationName: row?.name ?? null,
    }),
  };
}
