import { parseMinor } from '../../lib/money/money.ts';

/** Live documents in Xero's books by the kind of till transaction that they stand for, with the till's signs. */
export type XeroTotals = Record<string, { documents: number; totalMinor: number }>;

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
  const add = (kind: string, totalMinor: number) => {
    const before = totals[kind] ?? { documents: 0, totalMinor: 0 };
    totals[kind] = { documents: before.documents + 1, totalMinor: before.totalMinor + totalMinor };
  };
  for await (const entry of entries(response.body)) {
    if (entry.kind === 'creditNote') creditNotes.add(entry.number ?? '');
    if (entry.deleted || /VOIDED|DELETED/.test(entry.status ?? '')) continue;
    const amount = parseMinor(entry.total ?? entry.amount ?? '', 2) ?? 0;
    switch (entry.kind) {
      case 'invoice':
        add('sale', amount);
        break;
      case 'creditNote':
        add('sale_refund', -amount);
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
