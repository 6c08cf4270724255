import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { mappings } from '../../db/queries/mappings.ts';
import { organisationOf } from '../../db/queries/organisations.ts';
import { type Mapping, mappingSchema } from '../../lib/accounting/mapping.ts';
import type { OrganisationFacts } from '../../lib/accounting/organisation.ts';
import { mappingUnder, type Regime } from '../../lib/accounting/properties/regimes.ts';
import { factsOf } from '../../lib/sync/facts.ts';
import { control } from '../lib/control.ts';
import type { Connected } from './connected-retailer.ts';

/** A connected retailer as a shop of the random register-days (lib/accounting/properties). */

/** What the planner knows of his organisation. */
export async function knownFacts(db: Db, { retailerId, solutionId }: Connected): Promise<OrganisationFacts> {
  const [row] = await db.execute<{ id: string }>(
    sql`select organisation_id as id from xero_connection where solution_id = ${solutionId}`,
  );
  const read = await organisationOf(db, { retailerId, organisationId: row!.id });
  return factsOf(read!)!;
}

/** Chooses accounts and rates of his chart as a shop under the regime does, and keeps the choice. */
export async function chooseAccounts(db: Db, shop: Connected, regime: Regime): Promise<Mapping> {
  const { retailerId, solutionId } = shop;
  const accounts = [...(await knownFacts(db, shop)).accounts.values()];
  const [before] = await mappings(db, shop);
  const { walkInContactId, expenseAccounts } = mappingSchema.parse(before!.body);
  const accountIdOf = (name: string) => accounts.find((a) => a.name === name)!.accountId;
  const chosen = mappingUnder(regime, accountIdOf, walkInContactId!);
  const body = { ...chosen, expenseAccounts: { ...expenseAccounts, ...chosen.expenseAccounts } };
  await db.execute(sql`
    insert into mapping (retailer_id, solution_id, valid_from, body)
    values (${retailerId}, ${solutionId}, ${shop.from}, ${JSON.stringify(body)}::text::jsonb)`);
  return body;
}

/** The control address of his organisation at the stand-in for Xero. */
export const organisationUrl = (xeroUrl: string, { tenantId }: Connected): string =>
  `${xeroUrl}/sandbox/organisations/${tenantId}`;

/** Balance of each account in Xero's books, debits positive, in minor units. */
export async function balancesOf(xeroUrl: string, shop: Connected): Promise<Map<string, number>> {
  const { accounts } = await control<{ accounts: { accountId: string; balanceMinor: number }[] }>(
    `${organisationUrl(xeroUrl, shop)}/trial-balance`,
  );
  return new Map(accounts.map((a) => [a.accountId, a.balanceMinor]));
}
