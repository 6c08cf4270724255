// For tests only: a solution with an organisation's chart as last read, outlets, and records of the till.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { randomShortId } from '@/db/queries/people';
import {
  document,
  documentSource,
  outlet,
  person,
  rawRecord,
  register,
  retailer,
  solution,
  tillTransaction,
  xeroConnection,
  xeroOrganisation,
} from '@/db/schema/index';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { facts as shopFacts } from '@/lib/accounting/shop-fixture';
import type { Chart } from '@/lib/xero/chart';

export const sayingBusiness = {
  business: 'harbour-lane',
  name: 'Harbour Lane',
  country: 'AU',
  currency: 'AUD',
  minor_digits: 2,
  prices: 'inclusive',
  taxes: [{ code: 'GST', name: 'GST 10%', rate: '10' }],
  payment_types: [{ code: 'cash', name: 'Cash', kind: 'cash' }],
  outlets: [],
};

/** The chart as it is kept, made from what the planner would read in it. */
export const chartOf = (facts: OrganisationFacts): Chart => ({
  accounts: [...facts.accounts.values()].map((a) => ({
    ...{ accountId: a.accountId, code: a.code, name: a.name, type: a.type, class: a.class },
    ...{
      status: a.active ? 'ACTIVE' : 'ARCHIVED',
      taxType: null,
      enablePaymentsToAccount: a.paymentsEnabled,
    },
    ...{ systemAccount: a.systemAccount, currencyCode: a.foreignCurrency },
  })),
  taxRates: [...facts.taxRates.values()].map((r) => ({
    ...{ taxType: r.taxType, name: r.name, effectiveRate: r.rate, status: r.active ? 'ACTIVE' : 'ARCHIVED' },
    canApplyToAssets: r.appliesTo.has('ASSET'),
    canApplyToEquity: r.appliesTo.has('EQUITY'),
    canApplyToExpenses: r.appliesTo.has('EXPENSE'),
    canApplyToLiabilities: r.appliesTo.has('LIABILITY'),
    canApplyToRevenue: r.appliesTo.has('REVENUE'),
  })),
  tracking: [...facts.tracking.values()].map((t) => ({
    ...{ trackingCategoryId: t.categoryId, name: t.name, status: t.active ? 'ACTIVE' : 'ARCHIVED' },
    options: [...t.options.values()].map((option) => ({
      ...{ trackingOptionId: option.optionId, name: option.name },
      status: option.active ? 'ACTIVE' : 'ARCHIVED',
    })),
  })),
});

export type Shop = Awaited<ReturnType<typeof aShop>>;

/** A retailer's solution, connected to an organisation that was read, with one outlet in Sydney. */
export async function aShop(
  db: Db,
  {
    connected = true,
    lockedUntil = null,
    feedBusiness = sayingBusiness as unknown,
  }: { connected?: boolean; lockedUntil?: string | null; feedBusiness?: unknown } = {},
) {
  const [r] = await db
    .insert(retailer)
    .values({ name: 'Harbour Lane', business: 'harbour-lane' })
    .returning();
  const email = `${crypto.randomUUID()}@example.com`;
  const [p] = await db.insert(person).values({ email, passwordHash: 'none' }).returning();
  const retailerId = r!.id;
  const shortId = randomShortId();
  // Not due for a day, so that a test sees when something makes it due.
  const dueAt = sql`now() + interval '1 day'`;
  const [s] = await db.insert(solution).values({ retailerId, shortId, feedBusiness, dueAt }).returning();
  const of = { retailerId, solutionId: s!.id };
  const tenantId = crypto.randomUUID();
  const [organisation] = await db
    .insert(xeroOrganisation)
    .values({
      ...{ retailerId, tenantId, name: 'Harbour Lane Stores', baseCurrency: 'AUD', paysTax: true },
      ...{ periodLockDate: lockedUntil, chart: chartOf(shopFacts()), chartAt: sql`now()` },
    })
    .returning();
  if (connected) {
    await db.insert(xeroConnection).values({
      ...{ ...of, organisationId: organisation!.id, tenantId, state: 'live', tokensCipher: 'none' },
      accessExpiresAt: sql`now()`,
    });
  }
  const [o] = await db
    .insert(outlet)
    .values({ ...of, tillId: 'HL1', name: 'Harbour', timeZone: 'Australia/Sydney', dayCutoff: '04:00' })
    .returning();
  const [g] = await db
    .insert(register)
    .values({ ...of, outletId: o!.id, tillId: 'R1', name: 'Front till' })
    .returning();
  return { ...of, personId: p!.id, organisationId: organisation!.id, outletId: o!.id, registerId: g!.id };
}

let counter = 0;

/** A record of the till, by default a sale of 11.00 in cash that waits. */
export async function aRecord(
  db: Db,
  shop: Shop,
  with_: Partial<typeof tillTransaction.$inferInsert> = {},
): Promise<number> {
  const { retailerId, solutionId, outletId, registerId } = shop;
  counter += 1;
  const recordId = with_.recordId ?? `HL1-R1-${String(counter).padStart(6, '0')}`;
  const version = with_.version ?? 1;
  const [raw] = await db
    .insert(rawRecord)
    .values({
      ...{ retailerId, solutionId, source: 'pull', outletTillId: 'HL1', recordId, version },
      ...{ body: { id: recordId }, bodyHash: String(counter) },
    })
    .returning();
  const [row] = await db
    .insert(tillTransaction)
    .values({
      ...{
        retailerId,
        solutionId,
        rawRecordId: raw!.id,
        outletId,
        registerId,
        kind: 'sale',
        recordId,
        version,
      },
      ...{ occurredAt: '2026-11-01T01:00:00Z', businessDay: '2026-11-01', currency: 'AUD', totalMinor: 1100 },
      content: {
        ...{ customer: null, refundOf: null, taxes: [], roundingMinor: 0 },
        lines: [{ kind: 'product', taxCode: 'GST', grossMinor: 1100, taxMinor: 100, quantity: '1' }],
        payments: [{ id: '1', type: 'cash', amountMinor: 1100 }],
      },
      ...with_,
    })
    .returning();
  return row!.id;
}

/** A document that a record became. */
export async function aDocument(
  db: Db,
  shop: Shop,
  tillTransactionId: number,
  with_: Partial<typeof document.$inferInsert> & { role?: string } = {},
): Promise<number> {
  const { retailerId, solutionId, organisationId } = shop;
  const { role = 'receipt', ...rest } = with_;
  counter += 1;
  const [row] = await db
    .insert(document)
    .values({
      ...{
        retailerId,
        solutionId,
        organisationId,
        kind: 'invoice',
        key: `k${counter}`,
        number: `N-${counter}`,
      },
      ...{ content: {}, businessDay: '2026-11-01', documentDate: '2026-11-01' },
      ...{ currency: 'AUD', totalMinor: 1100, taxMinor: 100 },
      ...(rest.state === 'posted' && { xeroId: crypto.randomUUID() }),
      ...rest,
    })
    .returning();
  await db
    .insert(documentSource)
    .values({ retailerId, solutionId, documentId: row!.id, tillTransactionId, role });
  return row!.id;
}
