import { parseMinor } from '../../lib/money/money.ts';

/** Live documents in Xero's books by the kind of till transaction that they stand for, with the till's signs. */
export type XeroTotals = Record<string, { documents: number; summaries?: number; totalMinor: number }>;

type Entry = {
  kind: string;
  number?: string;
  reference?: string;
  status?: string;
  total?: string;
  amount?: string;
  type?: string;
  document?: string;
  deleted?: boolean;
};

/** Our numbers end in what a document on the till stands for. */
const kindOfMark: Record<string, string> = {
  IN: 'cash_in',
  OUT: 'cash_out',
  EXP: 'floating_expense',
  VAR: 'till_variance',
  // What was in the drawer when posting began.
  OPEN: 'opening',
  // What moved between payment types: no till transaction of its own.
  M: 'move',
};

/**
 * What Xero's books hold, read from Xero line by line. What was voided or deleted there does not count, nor does what bears no number
 * of ours.
 */
export async function booksOf(xeroUrl: string, tenantId: string): Promise<XeroTotals> {
  const response = await fetch(`${xeroUrl}/sandbox/organisations/${tenantId}/dump`);
  if (!response.ok || !response.body) throw new Error(`The books answered ${response.status}.`);
  const totals: XeroTotals = {};
  const creditNotes = new Set<string>();
  const add = (kind: string, totalMinor: number, number = '') => {
    const { documents, summaries = 0, totalMinor: before } = totals[kind] ?? { documents: 0, totalMinor: 0 };
    totals[kind] = {
      documents: documents + 1,
      summaries: summaries + (/-(SUM|REFUND)(-|$)/.test(number) ? 1 : 0),
      totalMinor: before + totalMinor,
    };
  };
  for await (const entry of entries(response.body)) {
    if (entry.kind === 'creditNote') creditNotes.add(entry.number ?? '');
    if (entry.deleted || /VOIDED|DELETED/.test(entry.status ?? '')) continue;
    const amount = parseMinor(entry.total ?? entry.amount ?? '', 2) ?? 0;
    switch (entry.kind) {
      case 'invoice':
        add('sale', amount, entry.number);
        break;
      case 'creditNote':
        add('sale_refund', -amount, entry.number);
        break;
      case 'payment':
        add('payment', creditNotes.has(entry.document ?? '') ? -amount : amount);
        break;
      case 'allocation':
        add('allocation', amount);
        break;
      case 'bankTransfer':
      case 'bankTransaction': {
        const mark = /-([A-Z]+)\d*$/.exec(entry.reference ?? '')?.[1] ?? '';
        const kind = kindOfMark[mark];
        // A shortage is money spent; everything else keeps the till's sign, which is positive.
        if (kind) add(kind, kind === 'till_variance' && entry.type === 'SPEND' ? -amount : amount);
        break;
      }
    }
  }
  return totals;
}

/** The dump's JSON lines, one after another. */
async function* entries(body: ReadableStream<Uint8Array>): AsyncGenerator<Entry> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Entry;
  }
  if (rest) yield JSON.parse(rest) as Entry;
}

/** What Xero's books say that an account holds, in minor units, by the account's name. */
export async function balancesOf(xeroUrl: string, tenantId: string): Promise<Map<string, number>> {
  const response = await fetch(`${xeroUrl}/sandbox/organisations/${tenantId}/trial-balance`);
  if (!response.ok) throw new Error(`The trial balance answered ${response.status}.`);
  const { accounts } = (await response.json()) as { accounts: { name: string; balanceMinor: number }[] };
  return new Map(accounts.map(({ name, balanceMinor }) => [name, balanceMinor]));
}
