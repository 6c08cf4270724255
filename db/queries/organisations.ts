import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { document, xeroOrganisation } from '../schema/index.ts';
import type { Scope } from './scope.ts';

export type OfOrganisation = { retailerId: string; organisationId: string };

/** The retailer's row of a tenant, made when it is new. Its name follows Xero's. */
export async function knowOrganisation(
  db: Db,
  { retailerId, tenantId, name }: { retailerId: string; tenantId: string; name: string },
): Promise<{ organisationId: string }> {
  const [row] = await db
    .insert(xeroOrganisation)
    .values({ retailerId, tenantId, name })
    .onConflictDoUpdate({ target: [xeroOrganisation.retailerId, xeroOrganisation.tenantId], set: { name } })
    .returning({ organisationId: xeroOrganisation.id });
  return row!;
}

/** What Xero said of an organisation, as last read. */
export type OrganisationRead = {
  name: string;
  shortCode: string | null;
  countryCode: string | null;
  baseCurrency: string | null;
  timeZone: string | null;
  paysTax: boolean | null;
  organisationClass: string | null;
  periodLockDate: string | null;
  endOfYearLockDate: string | null;
  /** A `Chart` of lib/xero/chart.ts. */
  chart: unknown;
};

/** The database's clock, as a reading of an organisation begins. */
export async function readingBegins(db: Db): Promise<string> {
  const [row] = await db.execute<{ at: string }>(sql`select clock_timestamp()::text as at`);
  return row!.at;
}

/**
 * Replaces all that was known of an organisation by what was read. Of several readings that which began last stays, whichever is kept last: a run
 * may still hold what it read before a person had it read anew.
 * @param begunAt of `readingBegins`; from then on what was read may have become old
 */
export async function saveOrganisation(
  db: Db,
  of: OfOrganisation,
  read: OrganisationRead,
  begunAt: string,
): Promise<void> {
  const {
    name,
    shortCode,
    countryCode,
    baseCurrency,
    timeZone,
    paysTax,
    organisationClass,
    periodLockDate,
    endOfYearLockDate,
    chart,
  } = read;
  await db
    .update(xeroOrganisation)
    .set({
      name,
      shortCode,
      countryCode,
      baseCurrency,
      timeZone,
      paysTax,
      organisationClass,
      periodLockDate,
      endOfYearLockDate,
      chart,
      chartAt: begunAt,
    })
    .where(
      and(
        eq(xeroOrganisation.id, of.organisationId),
        eq(xeroOrganisation.retailerId, of.retailerId),
        sql`coalesce(${xeroOrganisation.chartAt} <= ${begunAt}, true)`,
      ),
    );
}

/** An organisation as last read; null: it is not this retailer's. */
export async function organisationOf(db: Db, of: OfOrganisation) {
  const [row] = await db
    .select({
      ...getTableColumns(xeroOrganisation),
      /** What is left of the day's calls as Xero last told it; null: it never did. */
      dayRemaining: sql<number | null>`(select b.day_remaining from xero_call_budget b
        where b.organisation_id = ${xeroOrganisation.id} and b.retailer_id = ${xeroOrganisation.retailerId})`,
      chartAgeSeconds: sql<number | null>`extract(epoch from now() - ${xeroOrganisation.chartAt})::float8`,
    })
    .from(xeroOrganisation)
    .where(and(eq(xeroOrganisation.id, of.organisationId), eq(xeroOrganisation.retailerId, of.retailerId)));
  return row ?? null;
}

/**
 * In whose books this solution's documents are: at most one organisation, which connecting keeps so.
 * @returns null while there is no document
 */
export async function organisationOfDocuments(db: Db, { retailerId, solutionId }: Scope) {
  const [row] = await db
    .select({
      organisationId: xeroOrganisation.id,
      tenantId: xeroOrganisation.tenantId,
      name: xeroOrganisation.name,
    })
    .from(document)
    .innerJoin(
      xeroOrganisation,
      and(eq(xeroOrganisation.id, document.organisationId), eq(xeroOrganisation.retailerId, retailerId)),
    )
    .where(and(eq(document.solutionId, solutionId), eq(document.retailerId, retailerId)))
    .limit(1);
  return row ?? null;
}
