import type { Lane } from './lane.ts';
import type { Retailer } from './retailer.ts';
import type { TillRecord } from './shift-book.ts';

/** What the two stand-ins say, over HTTP. Nothing of the portal is asked or imported. */

export type XeroEntry = { kind: string } & Record<string, unknown>;

export type Books = {
  /** As the till's feed hands them over. */
  records: TillRecord[];
  /** As Xero's organisation holds them; balances among them. */
  entries: XeroEntry[];
  /** What Xero finds wrong with its own ledger. */
  problems: string[];
};

export async function readBooks(lane: Lane, { business, apiKey, tenantId }: Retailer): Promise<Books> {
  const organisation = `${lane.xeroUrl}/sandbox/organisations/${tenantId}`;
  const [page, dump, check] = await Promise.all([
    text(`${lane.tillUrl}/${business}/api/v1/records?limit=1000`, apiKey),
    text(`${organisation}/dump`),
    text(`${organisation}/check`),
  ]);
  const { records, more } = JSON.parse(page) as { records: TillRecord[]; more: boolean };
  if (more) throw new Error('The till has more records than one page; the checker would overlook some.');
  return {
    records,
    entries: dump
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as XeroEntry),
    problems: (JSON.parse(check) as { problems: string[] }).problems,
  };
}

async function text(url: string, apiKey?: string): Promise<string> {
  const response = await fetch(url, apiKey ? { headers: { authorization: `Bearer ${apiKey}` } } : {});
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}
