import type { PortalClient } from '../lib/portal-client.ts';
import type { PortalCounts, TillTotals } from './compare.ts';
import { type DemoRetailer, type DemoStack, demo } from './retailer.ts';

/** The till's own totals, asked from the till. */
export async function tillTotals(stack: DemoStack, retailer: DemoRetailer): Promise<TillTotals> {
  const url = `${stack.tillUrl}/${demo.business}/api/v1/totals?from=${retailer.from}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${retailer.apiKey}` } });
  if (!response.ok) throw new Error(`The till's totals answered ${response.status}.`);
  return (await response.json()) as TillTotals;
}

/** What the portal thinks that it has, asked over its own route. Counts only: the sums come from the two ends. */
export async function portalCounts(client: PortalClient, solutionId: string): Promise<PortalCounts> {
  const { totals } = await client.get<{ totals: PortalCounts }>(`/api/solutions/${solutionId}/totals`);
  return totals;
}
