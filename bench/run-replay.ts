import { readFile } from 'node:fs/promises';
import { fetchRecords } from '../lib/tagrain/client.ts';
import { accountingApi } from '../lib/xero/accounting-api.ts';
import { idOf, listOf } from '../lib/xero/send.ts';
import { answers } from '../lib/xero/wire.ts';
import type { Recorded } from './replay.ts';

/**
 * The bare script: reads a feed and sends recorded bodies, with the product's own clients, and keeps no books. Of an answer it takes
 * what later bodies need: the ids.
 */

export type ReplayTook = {
  elapsedMs: number;
  cpuMs: number;
  records: number;
  documents: number;
  calls: number;
};

export type ReplayArgs = {
  feedUrl: string;
  apiKey: string;
  accessToken: string;
  tenantId: string;
  /** JSON of `Recorded`. */
  recordedFile: string;
  /** Ids as recorded, and as they are here. */
  same: [string, string][];
  /** One document a call, as a client without batches would. */
  oneByOne?: boolean;
};

const { feedUrl, apiKey, accessToken, tenantId, recordedFile, same, oneByOne } = JSON.parse(
  process.argv[2]!,
) as ReplayArgs;
const recorded = JSON.parse(await readFile(recordedFile, 'utf8')) as Recorded;
const ids = new Map(same);
await accountingApi(accessToken);

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const here = (text: string) => text.replace(uuid, (id) => ids.get(id) ?? id);

async function send({ kind, body, xeroIds, creditNoteId }: Recorded[number]): Promise<void> {
  const api = await accountingApi(accessToken, { body: new TextEncoder().encode(here(body)) });
  const key = crypto.randomUUID();
  const { response } = await (() => {
    switch (kind) {
      case 'contact':
        return api.createContacts(tenantId, {}, false, key);
      case 'invoice':
        return api.createInvoices(tenantId, {}, false, undefined, key);
      case 'credit_note':
        return api.createCreditNotes(tenantId, {}, false, undefined, key);
      case 'payment':
        return api.createPayments(tenantId, {}, false, key);
      case 'bank_transaction':
        return api.createBankTransactions(tenantId, {}, false, undefined, key);
      case 'bank_transfer':
        return api.createBankTransfer(tenantId, {}, key);
      case 'allocation':
        return api.createCreditNoteAllocation(tenantId, here(creditNoteId!), {}, false, key);
    }
  })();
  const elements = listOf(kind, answers.parse(response.data)) ?? [];
  for (const [i, id] of xeroIds.entries()) {
    const now = idOf(kind, elements[i]!);
    if (elements[i]!.StatusAttributeString === 'ERROR' || (!now && kind !== 'allocation')) {
      throw new Error(`${kind}: ${JSON.stringify(elements[i])}`);
    }
    if (now) ids.set(id, now);
  }
}

/** A recorded call as calls of one document each. */
function* apart(one: Recorded[number]): Generator<Recorded[number]> {
  if (!oneByOne || one.kind === 'allocation') return yield one;
  const [[name, elements]] = Object.entries(JSON.parse(one.body) as Record<string, unknown[]>) as [
    [string, unknown[]],
  ];
  for (const [i, element] of elements.entries()) {
    yield { ...one, body: JSON.stringify({ [name]: [element] }), xeroIds: [one.xeroIds[i]!] };
  }
}

const took = { records: 0, documents: 0, calls: 0 };
const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
for (let cursor: string | null = null; ; ) {
  const page = await fetchRecords(feedUrl, apiKey, cursor, 500);
  if (!page.ok) throw new Error(page.message);
  took.records += page.records.length;
  if (!page.more) break;
  cursor = page.next;
}
for (const batch of recorded) {
  for (const one of apart(batch)) {
    await send(one);
    took.calls++;
    took.documents += one.xeroIds.length;
  }
}
const cpu = process.cpuUsage(cpuBefore);
const result: ReplayTook = {
  ...{ elapsedMs: performance.now() - began, cpuMs: (cpu.user + cpu.system) / 1000, ...took },
};
console.log(JSON.stringify(result));
