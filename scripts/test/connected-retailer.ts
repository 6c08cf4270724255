import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { knowOutlets } from '../../db/queries/outlets.ts';
import { randomShortId } from '../../db/queries/people.ts';
import {
  mapping,
  person,
  postingPolicy,
  retailer,
  solution,
  xeroApp,
  xeroConnection,
  xeroOrganisation,
} from '../../db/schema/index.ts';
import { type Mapping, mappingSchema } from '../../lib/accounting/mapping.ts';
import { sealFeedKey } from '../../lib/secrets/feed-key.ts';
import { fetchBusiness, outletsOf } from '../../lib/tagrain/business.ts';
import type { Chart } from '../../lib/xero/chart.ts';
import { withXero } from '../../lib/xero/client.ts';
import { readOrganisation } from '../../lib/xero/read-organisation.ts';
import { sealClientSecret, sealTokens } from '../../lib/xero/tokens.ts';
import { control } from '../lib/control.ts';
import type { StandIns } from '../lib/stand-ins.ts';

export const GRANTED_SCOPES =
  'offline_access accounting.invoices accounting.payments accounting.banktransactions accounting.contacts accounting.settings accounting.reports.trialbalance.read accounting.reports.banksummary.read';

export type Connected = {
  retailerId: string;
  solutionId: string;
  shortId: string;
  business: string;
  apiKey: string;
  tenantId: string;
  from: string;
};

/** The environment that a test process needs to speak to the stand-ins. Call it before anything reads the environment. */
export function setStandIns(
  standIns: StandIns,
  databaseUrl: string,
  syncSettings: Record<string, number> = {},
  /** Xero's seconds pass in no time: its stand-in refuses nothing for speed, and what it is told to refuse need not be waited for. */
  xeroSettings: Record<string, number> = { secondMs: 1 },
): void {
  const { xeroUrl, tillUrl } = standIns;
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: 'http://localhost:3000',
    NEXTAUTH_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    CRON_SECRET: 'x'.repeat(16),
    SMTP_URL: 'smtp://localhost:25',
    MAIL_FROM: 'test@example.com',
    XERO_LOGIN_URL: xeroUrl,
    XERO_IDENTITY_URL: xeroUrl,
    XERO_API_URL: xeroUrl,
    TAGRAIN_URL: `${tillUrl}/{business}`,
    SYNC_SETTINGS: JSON.stringify(syncSettings),
    XERO_SETTINGS: JSON.stringify(xeroSettings),
  });
}

/**
 * A retailer who has come the whole way: a till with trade, an organisation of his own in the stand-in's books, connected and
 * mapped, posting from the first day.
 */
export async function connectedRetailer(
  db: Db,
  standIns: StandIns,
  options: {
    days?: number;
    size?: number;
    /** Of the till, and registers over all of them; the stand-in's own where none are given. */
    outlets?: number;
    registers?: number;
    seed?: number;
    started?: boolean;
    extras?: boolean;
    until?: string;
    country?: 'AU' | 'NZ' | 'UK' | 'US';
    /** Of the organisation's books, where it is not the country's. */
    currency?: string;
  } = {},
): Promise<Connected> {
  const { days = 2, size = 8, seed = 1, started = true, extras = false, until = '2026-11-22' } = options;
  const { country = 'AU', currency, outlets, registers } = options;
  const business = `shop-${crypto.randomUUID().slice(0, 8)}`;
  const till = await control<{ apiKey: string; from: string | null }>(
    `${standIns.tillUrl}/sandbox/businesses`,
    {
      ...{ business, seed, days, size, extras, until, country, outlets, registers },
    },
  );
  // With nothing traded yet.
  const from = till.from ?? until;
  const { organisationId: tenantId } = await control<{ organisationId: string }>(
    `${standIns.xeroUrl}/sandbox/organisations`,
    { name: business, country, currency, chart: 'retail' },
  );
  const pair = await control<{ clientId: string; clientSecret: string }>(`${standIns.xeroUrl}/sandbox/apps`, {
    redirectUris: ['http://localhost:3000/oAuth2CallBack'],
    tier: 'core',
  });
  const granted = await control<{
    access_token: string;
    refresh_token: string;
    connections: { id: string; tenantId: string }[];
  }>(`${standIns.xeroUrl}/sandbox/tokens`, {
    ...{ clientId: pair.clientId, organisationIds: [tenantId], scope: GRANTED_SCOPES },
  });

  const shortId = randomShortId();
  const [r] = await db.insert(retailer).values({ name: business, business }).returning();
  const [p] = await db
    .insert(person)
    .values({ email: `${business}@example.com`, passwordHash: 'none' })
    .returning();
  const retailerId = r!.id;
  const [s] = await db.insert(solution).values({ retailerId, shortId }).returning();
  const solutionId = s!.id;
  const scope = { retailerId, solutionId };
  const found = await fetchBusiness(`${standIns.tillUrl}/${business}`, till.apiKey);
  if (!found.ok) throw new Error(found.message);
  await knowOutlets(db, scope, outletsOf(found.business));
  const [app] = await db
    .insert(xeroApp)
    .values({
      ...scope,
      clientId: pair.clientId,
      clientSecretCipher: sealClientSecret(solutionId, pair.clientSecret),
      testedAt: sql`now()`,
    })
    .returning();
  const [organisation] = await db
    .insert(xeroOrganisation)
    .values({ retailerId, tenantId, name: business })
    .returning();
  const connectionId = crypto.randomUUID();
  const { access_token: accessToken, refresh_token: refreshToken } = granted;
  await db.insert(xeroConnection).values({
    ...{
      id: connectionId,
      ...scope,
      appId: app!.id,
      organisationId: organisation!.id,
      tenantId,
      state: 'live',
    },
    xeroConnectionId: granted.connections.find((c) => c.tenantId === tenantId)?.id,
    tokensCipher: sealTokens(connectionId, { accessToken, refreshToken }),
    accessExpiresAt: sql`now() + interval '30 minutes'`,
    grantedBy: p!.id,
  });
  const way = await withXero(db, scope);
  if (!way.ok) throw new Error(way.message);
  const read = await readOrganisation(db, way.value);
  if (!read.ok) throw new Error(read.message);
  const walkIn = await way.value.call((api, tenant) =>
    api.createContacts(tenant, { contacts: [{ name: 'Walk-in customers' }] }, false),
  );
  if (!walkIn.ok) throw new Error(walkIn.message);
  const walkInContactId = walkIn.value.body.contacts?.[0]?.contactID;
  const body: Mapping = { ...mappingFor(read.value.chart), walkInContactId };
  await db.insert(mapping).values({ ...scope, validFrom: from, body });
  if (started) await startPosting(db, scope, from);
  await db.execute(
    sql`update solution set feed_key_cipher = ${sealFeedKey(solutionId, till.apiKey)} where id = ${solutionId}`,
  );
  return { ...scope, shortId, business, apiKey: till.apiKey, tenantId, from };
}

export async function startPosting(db: Db, scope: { retailerId: string; solutionId: string }, from: string) {
  await db
    .insert(postingPolicy)
    .values({ ...scope, validFrom: from, way: 'each_sale', status: 'AUTHORISED' });
  await db.execute(
    sql`update solution set start_date = ${from}, started_at = now() where id = ${scope.solutionId}`,
  );
}

/** The reasons that the stand-in's till knows. */
const expenseReasons = [
  'Window cleaning',
  'Milk for the staff room',
  'Postage',
  'Cleaning supplies',
  'Parking',
  'Flowers for the counter',
];

/** A mapping that a retailer with the stand-in's retail chart would choose. */
function mappingFor(chart: Chart): Mapping {
  const named = (pattern: RegExp, fits: (a: Chart['accounts'][number]) => boolean) => {
    const account = chart.accounts.find((a) => a.status === 'ACTIVE' && pattern.test(a.name) && fits(a));
    if (!account) throw new Error(`no account for ${pattern}`);
    return account.accountId;
  };
  const receiving = (a: Chart['accounts'][number]) => a.type === 'BANK' || a.enablePaymentsToAccount;
  return mappingSchema.parse({
    salesAccountId: named(/sales/i, (a) => a.class === 'REVENUE'),
    taxTypes: { GST: 'OUTPUT', FREE: 'EXEMPTOUTPUT', NONE: 'BASEXCLUDED' },
    paymentTypes: {
      cash: { accountId: named(/till|cash drawer|petty/i, receiving) },
      card: { accountId: named(/card|eftpos/i, receiving) },
      giftcard: { accountId: named(/gift/i, receiving) },
      account: { onAccount: true },
    },
    cashInAccountId: named(/transit/i, () => true),
    cashOutAccountId: named(/transit/i, () => true),
    overShortAccountId: named(/over.?short/i, () => true),
    expenseAccounts: Object.fromEntries(
      expenseReasons.map((reason) => [reason, named(/cleaning/i, (a) => a.class === 'EXPENSE')]),
    ),
    expenseTaxTypes: { GST: 'INPUT' },
    giftCardAccountId: named(/gift/i, (a) => a.class === 'LIABILITY'),
    debtClearingAccountId: named(/debt clearing/i, () => true),
    roundingAccountId: named(/rounding/i, () => true),
  });
}
