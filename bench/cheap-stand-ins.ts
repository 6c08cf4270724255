import { createServer, type IncomingMessage } from 'node:http';
import { feedReceipt } from './receipts.ts';

/**
 * A till and a Xero that keep nothing, for the bench `memory` alone: receipts are made up page by page, and every document is accepted
 * with a new id. The real stand-ins would hold the whole history in memory beside the process that is measured.
 * Argument: JSON with `receipts` (how many there are), `perDay`, `from` (the first day) and `business` (what the feed says of it).
 */

const { receipts, perDay, from, business } = JSON.parse(process.argv[2]!) as {
  receipts: number;
  perDay: number;
  from: string;
  business: { outlets: { id: string; registers: { id: string }[] }[] };
};
const outlet = business.outlets[0]!;

/** The n-th receipt, on its day. */
function receipt(n: number): unknown {
  const day = new Date(Date.parse(`${from}T00:00:00Z`) + Math.floor(n / perDay) * 86_400_000);
  const place = { outlet: outlet.id, register: outlet.registers[0]!.id };
  return { ...(feedReceipt(n) as object), ...place, at: `${day.toISOString().slice(0, 10)}T09:12:33+11:00` };
}

function page(url: URL): unknown {
  const after = Number(url.searchParams.get('after') ?? 0);
  const end = Math.min(receipts, after + Number(url.searchParams.get('limit') ?? 500));
  const records = Array.from({ length: end - after }, (_, i) => receipt(after + i));
  return { records, next: String(end), more: end < receipts };
}

type Element = { LineItems?: { UnitAmount: number; TaxAmount?: number }[] };

const sum = (amounts: number[]) => amounts.reduce((total, a) => total + Math.round(a * 100), 0) / 100;

/** What was sent, accepted: with an id, and the totals of its lines. */
async function accepted(path: string, request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const name = path.split('/').at(-1)!;
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, Element[]>;
  const elements = body[name]!.map(({ LineItems = [], ...rest }) => ({
    ...rest,
    [`${name.slice(0, -1)}ID`]: crypto.randomUUID(),
    Total: sum(LineItems.map((l) => l.UnitAmount)),
    TotalTax: sum(LineItems.map((l) => l.TaxAmount ?? 0)),
    StatusAttributeString: 'OK',
  }));
  return { [name]: elements };
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url!, 'http://localhost');
  const answer = url.pathname.endsWith('/records')
    ? page(url)
    : url.pathname.endsWith('/business')
      ? business
      : request.method === 'PUT'
        ? await accepted(url.pathname, request)
        : null;
  response.statusCode = answer === null ? 404 : 200;
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-minlimit-remaining', '1000000');
  response.setHeader('x-daylimit-remaining', '1000000');
  response.end(JSON.stringify(answer));
});
server.listen(Number(process.argv[3]), '127.0.0.1');
