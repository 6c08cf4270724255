import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Minor } from '@/lib/money/money';
import type { Correction } from '../correction.ts';
import { Debts } from '../debts.ts';
import type { PlannedDocument } from '../document.ts';
import { context } from '../fixture.ts';
import { movements } from '../journal.ts';
import type { Plan, PlanningContext } from '../plan.ts';
import { planCorrection } from '../plan-correction.ts';
import { planTill } from '../plan-till.ts';
import { defaultPolicy } from '../posting-policy.ts';
import type { TillTransaction } from '../till-transaction.ts';
import { withoutZeros } from './books.ts';
import { workDay } from './day.ts';
import { balances, same, settlesNoMoreThanIsDue } from './hold.ts';
import { type DayIntent, dayIntent } from './intents.ts';
import { interpretDay, type Shop, shopOf } from './plan-day.ts';
import { mappingOf, organisationOf, regimes } from './regimes.ts';

/**
 * Any version of a record may follow any other: what is in Xero of the first, and the correction, are together what the second would be,
 * per account and per tax rate; and nothing is due less than nothing. Then a third follows, then it is voided, and then it is back.
 */
const seed = Number(process.env.PROPERTY_SEED ?? 20261103);
const DAYS_PER_REGIME = 60;

const seen = { corrections: 0, empty: 0, single: 0, apart: 0, documents: 0 };

const kinds = [
  (till: TillTransaction) => till.kind === 'sale' || till.kind === 'sale_refund',
  ({ kind }: TillTransaction) => /^(cash_in|cash_out|floating_expense|till_variance)$/.test(kind),
];

/** The day once more, with one thing changed on each of its sales: how it was paid, what was sold, by whom, for how much. */
function changed(intent: DayIntent): DayIntent {
  const parts = ['pay', 'lines', 'customer', 'discountPercent', 'tipCents', 'share', 'what'] as const;
  const receipts = intent.receipts.map((one, i) => {
    const next = intent.receipts[i + 1];
    if (one.is !== 'sale' || next?.is !== 'sale') return one;
    const part = parts[(one.share + i) % parts.length]!;
    return { ...one, [part]: next[part] };
  });
  return { ...intent, receipts };
}

/** All of a day as it went to Xero, with what is due afterwards. */
function post(tills: readonly TillTransaction[], under: PlanningContext) {
  const debts = new Debts();
  const documents: PlannedDocument[] = [];
  const keys = new Map<string, string>();
  for (const till of tills) {
    const plan = planTill(till, { ...under, debts, invoiceKeyOf: (_outlet, id) => keys.get(id) ?? null });
    if (!plan.ok) throw new Error(plan.refusals[0]!.text);
    debts.note(till, plan.documents);
    if (till.kind === 'sale') keys.set(till.recordId, plan.provenance[0]!.documentKey);
    documents.push(...plan.documents);
  }
  return { debts, documents };
}

const as = (till: TillTransaction, version: number, of: TillTransaction, day: string): TillTransaction => ({
  ...till,
  ...{ recordId: of.recordId, version, businessDay: day },
});

function corrected(from: TillTransaction, to: TillTransaction, under: PlanningContext): PlannedDocument[] {
  const correction: Correction = {
    earlier: { till: from, context: under },
    later: { till: to, context: under },
    ...{ firstNumber: 'K7Q2MX-1', payments: [], stopped: null },
  };
  const plan: Plan = planCorrection(correction);
  if (!plan.ok) throw new Error(plan.refusals.map((r) => r.text).join(' | '));
  same('roles', new Set(plan.provenance.map((p) => p.role)).size, plan.provenance.length);
  same('sources', plan.provenance.length, plan.documents.filter((d) => d.kind !== 'contact').length);
  return plan.documents;
}

/** Per account, and tax per rate: what a bookkeeper would compare. */
function booksOf(documents: readonly PlannedDocument[]): [string, Minor][] {
  const books = new Map(movements(documents));
  for (const document of documents) {
    if (!('lines' in document)) continue;
    const out =
      document.kind === 'credit_note' || (document.kind === 'bank_transaction' && document.type === 'SPEND');
    for (const { taxType, taxMinor } of document.lines) {
      const rate = `tax at ${taxType}`;
      books.set(rate, (books.get(rate) ?? 0) + (out ? taxMinor : -taxMinor));
    }
  }
  return [...withoutZeros(books)];
}

const alone = (till: TillTransaction, under: PlanningContext): PlannedDocument[] =>
  till.voided ? [] : post([till], { ...under, debts: new Debts() }).documents;

function holds(intent: DayIntent, shop: Shop, regime: (typeof regimes)[number]): void {
  const base = context({
    ...{ mapping: shop.mapping, organisation: shop.organisation },
    policy: { ...defaultPolicy, lineDetail: intent.lineDetail },
  });
  const isPosted = ({ kind, voided }: TillTransaction) => kind !== 'shift' && !voided;
  const day = interpretDay(workDay(intent, regime), shop).filter(isPosted);
  const other = interpretDay(workDay(changed(intent), regime), shop).filter(isPosted);
  for (const isOf of kinds) {
    const [firsts, seconds] = [day.filter(isOf), other.filter(isOf)];
    firsts.forEach((first, i) => {
      const { debts, documents } = post(day, base);
      const under = { ...base, debts };
      const second = as(seconds[i] ?? firsts[0]!, 2, first, first.businessDay);
      const third = as(
        firsts[(i + 1) % firsts.length]!,
        3,
        first,
        i % 4 === 0 ? '2026-12-24' : first.businessDay,
      );
      const voided = { ...third, version: 4, voided: true };
      const chain = [first, second, third, voided, { ...second, version: 5 }];
      let made = alone(first, base);
      chain.slice(1).forEach((next, n) => {
        const correction = corrected(chain[n]!, next, under);
        balances(correction);
        debts.note(next, correction);
        made = [...made, ...correction];
        documents.push(...correction);
        same('books', booksOf(made), booksOf(alone(next, base)));
        count(correction);
      });
      settlesNoMoreThanIsDue(documents);
      same(
        'keys',
        new Set(made.map((d) => d.key)).size >= made.filter((d) => d.kind !== 'contact').length,
        true,
      );
      same('nothing for an equal version', corrected(first, { ...first, version: 2 }, under), []);
    });
  }
}

function count(correction: readonly PlannedDocument[]): void {
  const booked = correction.filter((d) => d.kind !== 'contact');
  seen.corrections++;
  seen.documents += booked.length;
  if (booked.length === 0) seen.empty++;
  else if (booked.some((d) => d.key.includes(':reversal')) && booked.length > 1) seen.apart++;
  else seen.single++;
}

describe.each(regimes)('$name', (regime) => {
  test('what is in Xero and the correction are together what the till tells now', {
    timeout: 300_000,
  }, () => {
    const shop = shopOf(regime, mappingOf(regime), organisationOf(regime));
    fc.assert(
      fc.property(dayIntent, (intent) => holds(intent, shop, regime)),
      { seed: seed + regimes.indexOf(regime), numRuns: DAYS_PER_REGIME },
    );
  });
});

test('most differences are told without a reversal', () => {
  expect(seen.corrections).toBeGreaterThan(5_000);
  expect(seen.apart / seen.corrections).toBeLessThan(0.5);
});

afterAll(() => {
  const share = (n: number) => `${((100 * n) / seen.corrections).toFixed(1)} %`;
  console.info(
    `${seen.corrections} corrections, seed ${seed}: nothing to post ${share(seen.empty)}, difference alone ${share(seen.single)}, reversed and posted anew ${share(seen.apart)}; ${(seen.documents / seen.corrections).toFixed(1)} documents each`,
  );
});
