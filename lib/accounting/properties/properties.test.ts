import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { tillAccountId } from '../chosen.ts';
import { type Case, otherCases, receiptCases } from './case-names.ts';
import { type TillDay, workDay } from './day.ts';
import {
  balances,
  documentsOf,
  leavesTheDrawer,
  movesAsTheTill,
  same,
  settlesNoMoreThanIsDue,
  taxesAsTheTill,
  trackedAsChosen,
  tracksApart,
} from './hold.ts';
import { dayIntent, RECEIPTS_A_DAY } from './intents.ts';
import {
  asRows,
  interpretDay,
  planEachSale,
  planSummaries,
  type Shop,
  shopOf,
  summedIn,
} from './plan-day.ts';
import { mappingOf, organisationOf, regimes } from './regimes.ts';

/**
 * Random register-days, from the feed's records to Xero's documents, in both ways of posting. The seed is fixed, so that every run
 * sees the same days; PROPERTY_SEED=7 sees others.
 */
const seed = Number(process.env.PROPERTY_SEED ?? 20261103);
const DAYS_PER_REGIME = 500;
const PAIRS_PER_REGIME = 100;

const seen = { days: 0, receipts: 0, cases: new Map<Case, number>() };

function count({ receiptCases: of, otherCases: others }: TillDay): void {
  seen.days++;
  seen.receipts += of.length;
  for (const name of [...of.flatMap((cases) => [...cases]), ...others]) {
    seen.cases.set(name, (seen.cases.get(name) ?? 0) + 1);
  }
}

function holds(day: TillDay, shop: Shop): void {
  const tills = interpretDay(day, shop);
  const rows = asRows(tills);
  const till = tillAccountId({ mapping: shop.mapping, cashPaymentType: 'cash' })!;
  const [each, summed] = [planEachSale, planSummaries].map((plan) => {
    const documents = documentsOf(plan(rows, day, shop), rows.length);
    balances(documents);
    settlesNoMoreThanIsDue(documents);
    taxesAsTheTill(documents, day, shop);
    leavesTheDrawer(documents, day, till);
    trackedAsChosen(documents, shop.mapping.tracking);
    return movesAsTheTill(documents, day, shop);
  });
  same('each sale and summaries', [...each!], [...summed!]);
}

describe.each(regimes)('$name', (regime) => {
  test('every valid day is planned whole, to the cent, and alike in both ways', { timeout: 300_000 }, () => {
    const shop = shopOf(regime, mappingOf(regime), organisationOf(regime));
    fc.assert(
      fc.property(dayIntent, (intent) => {
        const day = workDay(intent, regime);
        count(day);
        holds(day, shop);
      }),
      { seed: seed + regimes.indexOf(regime), numRuns: DAYS_PER_REGIME },
    );
  });
});

describe('registers of an outlet that are tracked apart', () => {
  test.each(regimes)('are apart in the outlet’s day: $name', { timeout: 300_000 }, (regime) => {
    const shop = shopOf(regime, mappingOf(regime), organisationOf(regime));
    fc.assert(
      fc.property(dayIntent, dayIntent, (one, other) => {
        const together = { ...one, perDay: true };
        const at = (register: string) => ({ outlet: 'HL1', register });
        const first = workDay(together, regime, at('HL1-R1'), 'A');
        const second = workDay({ ...other, opening: one.opening }, regime, at('HL1-R2'), 'B');
        const rows = asRows([...interpretDay(first, shop), ...interpretDay(second, shop)]);
        const documents = documentsOf(planSummaries(rows, first, shop), rows.length);
        balances(documents);
        tracksApart(documents, rows.filter(summedIn(shop)), shop);
      }),
      { seed: seed + regimes.indexOf(regime), numRuns: PAIRS_PER_REGIME },
    );
  });
});

describe('what was generated', () => {
  test('is as many receipts and register-days as promised', () => {
    expect(seen.days).toBeGreaterThanOrEqual(2_000);
    expect(seen.receipts).toBeGreaterThanOrEqual(2_000 * RECEIPTS_A_DAY);
  });

  test.each([...receiptCases, ...otherCases])('one receipt in a hundred at least: %s', (name) => {
    expect(shareOf(name)).toBeGreaterThanOrEqual(1);
  });
});

const shareOf = (name: Case) => (100 * (seen.cases.get(name) ?? 0)) / seen.receipts;

afterAll(() => {
  const rows = [...receiptCases, ...otherCases].map(
    (name) => `${shareOf(name).toFixed(1).padStart(6)} %  ${name}`,
  );
  console.info(
    `${seen.receipts} receipts on ${seen.days} register-days, seed ${seed}; of 100 receipts:\n${rows.join('\n')}`,
  );
});
