import type { Random } from './random.ts';
import { amountsOf, money, type Paid, type TillRecord } from './shift-book.ts';

/** What the till changes of a record after it was posted: a newer version of it. */

type Newer = (record: TillRecord, cents: (least: number, most: number) => number) => TillRecord;

const paidOf = (record: TillRecord): Paid[] =>
  (record.payments as { type: string; amount: string }[]).map(({ type, amount }) => [
    type,
    Math.round(Number(amount) * 100),
  ]);

const next = (record: TillRecord, more: object): TillRecord => ({
  ...record,
  version: Number(record.version) + 1,
  ...more,
});

const voided: Newer = (record) => next(record, { status: 'voided' });

/** What is paid first is more, or with a minus less, and so is what was sold. */
const paidMore =
  (sign: 1 | -1): Newer =>
  (record, cents) => {
    const [[type, first], ...rest] = paidOf(record) as [Paid, ...Paid[]];
    const [{ code }] = record.taxes as [{ code: string }];
    // A change that leaves something of it, whichever sign it has.
    const by = sign === 1 ? cents(100, 5000) : Math.sign(first) * cents(5, Math.abs(first) - 5);
    return next(record, amountsOf([[type, sign === 1 ? first + by : first - by], ...rest], code));
  };

const paidByCard: Newer = (record) => {
  const [{ code }] = record.taxes as [{ code: string }];
  return next(
    record,
    amountsOf(
      paidOf(record).map(([, amount]) => ['card', amount]),
      code,
    ),
  );
};

const amountIs =
  (of: (was: number, cents: (least: number, most: number) => number) => number): Newer =>
  (record, cents) =>
    next(record, { amount: money(of(Math.round(Number(record.amount) * 100), cents)) });

const more = amountIs((was, cents) => was + cents(100, 2000));

/** One of each kind of correction, on records of the first day (`Workload`) that nothing else hangs on in a way that hinders it. */
const changes: [id: string, newer: Newer][] = [
  ['T02', voided],
  ['T02', paidByCard],
  ['T03', paidMore(1)],
  ['T04', paidMore(1)],
  ['T06', paidMore(-1)],
  ['T07', paidMore(-1)],
  ['T07', voided],
  ['M03', amountIs((was, cents) => was - cents(5, was - 5))],
  ['E01', more],
  ['E03', voided],
];

/** Some of the records as the till has them later, each of another kind. @param but ids that stay as they are */
export function changed(
  records: readonly TillRecord[],
  random: Random,
  { many, but }: { many: number; but: readonly string[] },
): TillRecord[] {
  const left = changes.filter(([id]) => !but.includes(id));
  const made: TillRecord[] = [];
  while (made.length < many && left.length > 0) {
    const [id, newer] = random.pick(left);
    made.push(newerOf(records, id, newer, random));
    left.splice(0, left.length, ...left.filter(([other]) => other !== id));
  }
  return made;
}

/** What was changed and not voided as the till has it later still: more of it; but more of the refund would make a sale of it. */
export const changedAgain = (records: readonly TillRecord[], random: Random): TillRecord[] =>
  records
    .filter(({ id, status }) => status !== 'voided' && id !== 'T06')
    .map(({ id, type }) => newerOf(records, id, type === 'receipt' ? paidMore(1) : more, random));

/** A sale of cash or card as the till has it later: voided, or more was sold. */
export const changedSale = (records: readonly TillRecord[], id: string, random: Random): TillRecord =>
  newerOf(records, id, random.pick([voided, paidMore(1)]), random);

function newerOf(records: readonly TillRecord[], id: string, newer: Newer, random: Random): TillRecord {
  const record = records.find((r) => r.id === id);
  if (!record) throw new Error(`The till has no record ${id}.`);
  return newer(record, (least, most) => random.whole(Math.ceil(least / 5), Math.floor(most / 5)) * 5);
}
