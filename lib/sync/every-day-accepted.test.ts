import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tillAccountId } from '@/lib/accounting/chosen';
import { type DocumentKind, documentKindsInOrder, type PlannedDocument } from '@/lib/accounting/document';
import { type TillDay, workDay } from '@/lib/accounting/properties/day';
import { documentsOf } from '@/lib/accounting/properties/hold';
import { dayIntent } from '@/lib/accounting/properties/intents';
import {
  asRows,
  interpretDay,
  planEachSale,
  planSummaries,
  type Shop,
  shopOf,
} from '@/lib/accounting/properties/plan-day';
import { regimes } from '@/lib/accounting/properties/regimes';
import { withXero, type XeroAccess } from '@/lib/xero/client';
import { encodeBatch, type IdsByKey } from '@/lib/xero/encode';
import { isSentAlone, sendBatch } from '@/lib/xero/send';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { balancesOf, chooseAccounts, knownFacts, organisationUrl } from '../../scripts/test/random-shop.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';

/**
 * Every document of the random register-days (lib/accounting/properties) is taken by Xero as it was meant, every other day in
 * summaries, and after each closing Xero's till balance is the cash in the drawer. Planned and encoded here, without the conductor, so that all
 * days can go; a sample of them goes the whole way in random-days.test.ts.
 */
const seed = Number(process.env.PROPERTY_SEED ?? 20261103);
const DAYS_PER_REGIME = 500;
const BATCH = 50;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url);
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

describe.each(regimes)('$name', (regime) => {
  test('Xero takes every document, and holds what is in the drawer', { timeout: 300_000 }, async () => {
    const { db } = database;
    const retailer = await connectedRetailer(db, standIns, {
      ...{ days: 1, size: 0, started: false, country: regime.country },
    });
    const mapping = await chooseAccounts(db, retailer, regime);
    const facts = await knownFacts(db, retailer);
    const shop = shopOf(regime, mapping, facts);
    const till = tillAccountId({ mapping, cashPaymentType: 'cash' })!;
    const way = await withXero(db, retailer);
    if (!way.ok) throw new Error(way.message);
    const inXero = async () => (await balancesOf(standIns.xeroUrl, retailer)).get(till) ?? 0;

    const intents = fc.sample(dayIntent, { seed: seed + regimes.indexOf(regime), numRuns: DAYS_PER_REGIME });
    const ids: Record<string, string> = {};
    let heldCents = 0;
    let documentCount = 0;
    for (const [i, intent] of intents.entries()) {
      // A register of its own each day: its first opening amount brings Xero from what it holds to what is in the drawer. In an outlet
      // of its own, since days may have one date.
      const place = { outlet: `HL${i}`, register: `HL${i}-R1` };
      const day = workDay({ ...intent, heldCents }, regime, place, `D${i}-`);
      const documents = planned(day, shop, i % 2 === 0);
      await send(way.value, documents, ids, (accountId) => facts.accounts.get(accountId)?.code ?? '');
      documentCount += documents.length;
      heldCents = await inXero();
      expect(heldCents, `till balance after day ${i}`).toBe(day.countedMinor - day.removedMinor);
    }
    const { balanced } = await control<{ balanced: boolean }>(
      `${organisationUrl(standIns.xeroUrl, retailer)}/check`,
    );
    expect(balanced).toBe(true);
    console.info(`${regime.name}: ${intents.length} register-days, ${documentCount} documents, all taken`);
  });
});

function planned(day: TillDay, shop: Shop, eachSale: boolean): PlannedDocument[] {
  const rows = asRows(interpretDay(day, shop));
  return documentsOf((eachSale ? planEachSale : planSummaries)(rows, day, shop), rows.length);
}

/**
 * Sends what a day became, in the order in which documents hang on each other.
 * @param ids Xero's by our key, of all days; contacts among them are not sent again
 * @throws Error that names what Xero did not take as meant
 */
async function send(
  xero: XeroAccess,
  documents: readonly PlannedDocument[],
  ids: Record<string, string>,
  codeOf: (accountId: string) => string,
): Promise<void> {
  for (const kind of documentKindsInOrder) {
    const ofKind = documents.filter((d) => d.kind === kind && !ids[d.key]);
    const size = isSentAlone(kind) ? 1 : BATCH;
    for (let from = 0; from < ofKind.length; from += size) {
      await sendSome(xero, kind, ofKind.slice(from, from + size), ids, codeOf);
    }
  }
}

async function sendSome(
  xero: XeroAccess,
  kind: DocumentKind,
  documents: readonly PlannedDocument[],
  ids: Record<string, string>,
  codeOf: (accountId: string) => string,
): Promise<void> {
  const sought = documents.map((document) => ({ document, number: document.number, ids: ids as IdsByKey }));
  const answer = await sendBatch(xero, kind, {
    body: encodeBatch(kind, sought, codeOf),
    idempotencyKey: crypto.randomUUID(),
    documents: sought,
  });
  if (!answer.ok) throw new Error(`${kind}: ${answer.message} ${JSON.stringify(answer.body ?? '')}`);
  for (const [i, element] of answer.value.elements.entries()) {
    const document = documents[i]!;
    if (element.outcome !== 'accepted') throw new Error(`${document.number}: ${JSON.stringify(element)}`);
    if (element.xeroId) ids[document.key] = element.xeroId;
  }
}
