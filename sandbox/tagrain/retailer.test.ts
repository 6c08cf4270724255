import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Business, Receipt, Shift, TillRecord } from './records.ts';
import { cents, type Made, ofType, standing, sumOf, Till } from './testing.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
addFormats.default(ajv);
const schema = JSON.parse(readFileSync(new URL('../../docs/feed.schema.json', import.meta.url), 'utf8'));
ajv.addSchema(schema);

/** What the schema has against a value, as sentences; none means that it is valid. */
function faultsOf(definition: string, value: unknown): string[] {
  const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`);
  if (!validate) throw new Error(`no definition ${definition}`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const DEFINITIONS = {
  receipt: 'receipt',
  account_payment: 'accountPayment',
  cash_movement: 'cashMovement',
  shift: 'shift',
} as const;

let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());

const CASES = (['AU', 'NZ', 'UK', 'US'] as const).flatMap((country) =>
  [false, true].map((extras) => ({ country, extras })),
);

describe.each(CASES)('a retailer in $country, extras $extras', ({ country, extras }) => {
  let made: Made;
  let business: Business;
  let all: TillRecord[];
  let now: TillRecord[];

  beforeAll(async () => {
    const name = `${country.toLowerCase()}-${extras ? 'extras' : 'plain'}`;
    made = await till.make({
      business: name,
      seed: 11,
      country,
      extras,
      days: 45,
      outlets: 3,
      registers: 4,
      size: 16,
    });
    business = await till.business(made);
    all = (await till.read(made)).records;
    now = standing(all);
  });

  test('every answer and every record is what the schema says', async () => {
    expect(faultsOf('business', business)).toEqual([]);
    expect(faultsOf('recordsPage', await till.page(made, null, 1000))).toEqual([]);
    expect(faultsOf('totals', await (await till.feed(made, 'totals')).json())).toEqual([]);
    const faulty = all.filter((record) => faultsOf(DEFINITIONS[record.type], record).length > 0);
    expect(faulty).toEqual([]);
  });

  test('line totals, taxes, totals and payments of every receipt add up', () => {
    const steps = new Map(
      business.payment_types.map(({ code, rounding }) => [code, cents(rounding ?? '0.01')]),
    );
    const wrong: [string, string][] = [];
    for (const receipt of ofType(all, 'receipt')) {
      const hold = (what: string, truth: boolean) => truth || wrong.push([receipt.id, what]);
      const lines = sumOf(receipt.lines.map((line) => line.total));
      const taxes = sumOf(receipt.taxes.map((tax) => tax.amount));
      const added = receipt.prices === 'exclusive' ? taxes : 0n;
      const total = lines - cents(receipt.discount) + cents(receipt.rounding) + added;
      hold('total', cents(receipt.total) === total);
      hold('payments', sumOf(receipt.payments.map((payment) => payment.amount)) === total);
      for (const line of receipt.lines) {
        hold('line total', cents(line.total) === lineTotal(line));
        hold('line tax', cents(line.tax.amount) === lineTax(business, line));
      }
      const lineTaxes = sumOf(receipt.lines.map((line) => line.tax.amount));
      hold('taxes', cents(receipt.discount) === 0n ? taxes === lineTaxes : taxes <= lineTaxes);
      for (const { type, amount } of receipt.payments) {
        hold('coins', cents(amount) % (steps.get(type) ?? 0n) === 0n);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('every closing says what its records come to', () => {
    const closings = ofType(now, 'shift').filter((shift) => shift.closing);
    expect(closings.length).toBeGreaterThan(100);
    for (const shift of closings)
      expect([shift.id, controlsOf(business, shift, now)]).toEqual([shift.id, said(shift)]);
  });

  test('each register opens with what its last closing left', () => {
    for (const { id } of business.outlets.flatMap((outlet) => outlet.registers)) {
      const shifts = ofType(now, 'shift').filter((shift) => shift.register === id);
      const opened = shifts.map((shift) => shift.opening_amount);
      const left = shifts.map((shift) => shift.closing?.cash_left);
      expect(opened.slice(1)).toEqual(left.slice(0, -1));
    }
  });

  test('records arrive in the order in which they happened; only changes arrive later', () => {
    const firsts = all.filter(
      (record) => record.version === 1 || (record.type === 'shift' && record.version === 2),
    );
    const moments = firsts.map((record) => Date.parse(record.at));
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    const elsewhere = all.filter((record) => {
      const zone = business.outlets.find((outlet) => outlet.id === record.outlet)!.time_zone;
      const local = Temporal.Instant.from(record.at).toZonedDateTimeISO(zone);
      return record.at !== local.toString({ timeZoneName: 'never', smallestUnit: 'second' });
    });
    expect(elsewhere).toEqual([]);
  });

  test('the totals are an independent sum over the records, of all days and of one', async () => {
    // A Saturday: its night goes on past midnight, and those receipts are still its own.
    const middle = Temporal.PlainDate.from(made.from).add({ days: 22 }).toString();
    expect(Temporal.PlainDate.from(middle).dayOfWeek).toBe(6);
    for (const [from, to] of [
      [made.from, made.to],
      [middle, middle],
    ] as const) {
      const answer = await (await till.feed(made, `totals?from=${from}&to=${to}`)).json();
      expect(answer).toEqual(totalsOf(business, now, from, to));
    }
    const open = await (await till.feed(made, 'totals')).json();
    expect(open).toEqual(totalsOf(business, now, made.from, made.to));
  });

  test('nobody pays back more than he owes, and nothing goes back beyond its sale', () => {
    const receipts = ofType(now, 'receipt');
    const byId = new Map(receipts.map((receipt) => [`${receipt.outlet}|${receipt.id}`, receipt]));
    const owed = new Map<string, bigint>();
    for (const receipt of receipts) {
      for (const { type, amount } of receipt.payments) {
        if (type === 'account') owed.set(`${receipt.outlet}|${receipt.id}`, cents(amount));
      }
      if (!receipt.refund_of || !receipt.total.startsWith('-')) continue;
      const sale = byId.get(`${receipt.refund_of.outlet}|${receipt.refund_of.id}`);
      expect(-cents(receipt.total)).toBeLessThanOrEqual(cents(sale!.total));
    }
    const payments = ofType(now, 'account_payment');
    expect(payments.length).toBeGreaterThan(5);
    for (const payment of payments) {
      expect(sumOf(payment.applies_to.map(({ amount }) => amount))).toBe(cents(payment.payment.amount));
      for (const { outlet, id, amount } of payment.applies_to) {
        const left = (owed.get(`${outlet}|${id}`) ?? -1n) - cents(amount);
        expect(left).toBeGreaterThanOrEqual(0n);
        owed.set(`${outlet}|${id}`, left);
      }
    }
  });

  test('the stream holds what it should, and without extras nothing else', () => {
    const receipts = ofType(all, 'receipt');
    const share = (test: (receipt: Receipt) => boolean) => receipts.filter(test).length / receipts.length;
    const kinds = new Set(receipts.flatMap((receipt) => receipt.lines.map((line) => line.kind)));
    const against = share((receipt) => {
      const signs = new Set(receipt.payments.map((payment) => payment.amount.startsWith('-')));
      return signs.size > 1;
    });
    const late = share((receipt) => receipt.at.slice(11, 16) < '04:00');
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(0.1);
    expect(share((receipt) => receipt.lines.some((line) => line.quantity.includes('.')))).toBeGreaterThan(
      0.05,
    );
    expect(share((receipt) => receipt.payments.length > 1)).toBeGreaterThan(0.02);
    expect(
      share((receipt) => receipt.payments.some((payment) => payment.type === 'giftcard')),
    ).toBeGreaterThan(0.005);
    expect(share((receipt) => receipt.refund_of !== null)).toBeGreaterThan(0.01);
    const unnamed = share((receipt) => receipt.total.startsWith('-') && receipt.refund_of === null);
    expect(unnamed).toBeGreaterThan(0.002);
    if (extras) {
      expect([...kinds].sort()).toEqual(['deposit', 'gift_card', 'product', 'surcharge', 'tip']);
      expect(against).toBeGreaterThan(0.02);
      expect(share((receipt) => receipt.discount !== '0.00')).toBeGreaterThan(0.01);
      expect(share((receipt) => receipt.status === 'voided')).toBeGreaterThan(0.005);
      expect(share((receipt) => receipt.version === 2 && receipt.status === 'completed')).toBeGreaterThan(
        0.005,
      );
      expect(ofType(all, 'shift').some((shift) => shift.version > 2)).toBe(true);
      return;
    }
    expect([...kinds].sort()).toEqual(['gift_card', 'product']);
    expect(against).toBe(0);
    expect(receipts.filter((receipt) => receipt.discount !== '0.00' || receipt.version > 1)).toEqual([]);
    const refunds = receipts.filter((receipt) => receipt.total.startsWith('-'));
    const types = new Set(refunds.flatMap((receipt) => receipt.payments.map((payment) => payment.type)));
    expect([...types].sort()).toEqual(['card', 'cash']);
  });
});

test('the schema refuses what the contract forbids', async () => {
  const made = await till.make({ business: 'for-the-schema', days: 3 });
  const { records } = await till.read(made);
  const [receipt] = ofType(records, 'receipt');
  expect(faultsOf('receipt', receipt)).toEqual([]);
  for (const wrong of [
    { total: 45 },
    { total: '-0.00' },
    { total: '1e3' },
    { at: '2026-11-01T09:12:33' },
    { version: 0 },
    { customer: undefined },
    { status: 'draft' },
    { taxes: [{ code: 'NONE', amount: '0.00' }] },
    { lines: [{ ...receipt!.lines[0], tax: { code: 'NONE', amount: '0.10' } }] },
    { lines: [{ ...receipt!.lines[0], product: null }] },
  ]) {
    const changed = JSON.parse(JSON.stringify({ ...receipt, ...wrong }));
    expect([wrong, faultsOf('receipt', changed).length > 0]).toEqual([wrong, true]);
    expect([wrong, faultsOf('record', changed).length > 0]).toEqual([wrong, true]);
  }
  expect(faultsOf('record', { ...receipt, type: 'layby' })).toEqual([]);
  expect(faultsOf('receipt', { ...receipt, colour: 'red' })).toEqual([]);
});

/** quantity × unit price − discount + surcharge, half away from zero, in whole numbers. */
function lineTotal(line: Receipt['lines'][number]): bigint {
  const [whole = '', fraction = ''] = line.quantity.replace('-', '').split('.');
  const scaled = BigInt(whole + fraction.padEnd(4, '0')) * cents(line.unit_price);
  const gross = (scaled * 2n + 10_000n) / 20_000n;
  return (line.quantity.startsWith('-') ? -gross : gross) - cents(line.discount) + cents(line.surcharge);
}

function lineTax(business: Business, line: Receipt['lines'][number]): bigint {
  const rate = business.taxes.find(({ code }) => code === line.tax.code)?.rate ?? '0';
  const percentCents = BigInt(Math.round(Number(rate) * 100));
  const base = business.prices === 'inclusive' ? 10_000n + percentCents : 10_000n;
  const total = cents(line.total);
  const size = ((total < 0n ? -total : total) * percentCents * 2n + base) / (base * 2n);
  return total < 0n ? -size : size;
}

/** The control totals of a shift, summed from its records. */
function controlsOf(business: Business, shift: Shift, now: TillRecord[]) {
  const here = now.filter((record) => record.type !== 'shift' && record.shift === shift.id);
  const receipts = ofType(here, 'receipt');
  const debts = ofType(here, 'account_payment');
  const moves = ofType(here, 'cash_movement');
  const paid = receipts.flatMap((receipt) => receipt.payments);
  const settled = debts.map((debt) => debt.payment);
  const moved = (kind: string) =>
    sumOf(moves.filter((move) => move.kind === kind).map((move) => move.amount));
  const cash = business.payment_types.filter(({ kind }) => kind === 'cash').map(({ code }) => code);
  const cashOf = (payments: { type: string; amount: string }[]) =>
    sumOf(payments.filter(({ type }) => cash.includes(type)).map(({ amount }) => amount));
  const expected =
    cents(shift.opening_amount) +
    cashOf(paid) +
    cashOf(settled) +
    moved('cash_in') -
    moved('cash_out') -
    moved('floating_expense');
  return {
    counts: { receipt: receipts.length, account_payment: debts.length, cash_movement: moves.length },
    sales: sumOf(receipts.filter(({ total }) => !total.startsWith('-')).map(({ total }) => total)),
    refunds: sumOf(receipts.filter(({ total }) => total.startsWith('-')).map(({ total }) => total)),
    payments: grouped(paid.map(({ type, amount }) => [type, amount])),
    account_payments: grouped(settled.map(({ type, amount }) => [type, amount])),
    taxes: grouped(receipts.flatMap(({ taxes }) => taxes.map(({ code, amount }) => [code, amount]))),
    cash_in: moved('cash_in'),
    cash_out: moved('cash_out'),
    floating_expense: moved('floating_expense'),
    cash_expected: expected,
    left: cents(shift.closing!.cash_counted) - cents(shift.closing!.cash_removed),
  };
}

/** The same figures as the closing states them; types that came to nothing may be left out. */
function said(shift: Shift) {
  const closing = shift.closing!;
  return {
    counts: closing.counts,
    sales: cents(closing.sales),
    refunds: cents(closing.refunds),
    payments: grouped(closing.payments.map(({ type, amount }) => [type, amount])),
    account_payments: grouped(closing.account_payments.map(({ type, amount }) => [type, amount])),
    taxes: grouped(closing.taxes.map(({ code, amount }) => [code, amount])),
    cash_in: cents(closing.cash_in),
    cash_out: cents(closing.cash_out),
    floating_expense: cents(closing.floating_expense),
    cash_expected: cents(closing.cash_expected),
    left: cents(closing.cash_left),
  };
}

function grouped(pairs: (readonly [string, string])[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const [key, amount] of pairs) sums[key] = (sums[key] ?? 0n) + cents(amount);
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, sum]) => sum !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The answer of /totals, worked out from the records alone. */
function totalsOf(business: Business, now: TillRecord[], from: string, to: string) {
  const zones = new Map(business.outlets.map((outlet) => [outlet.id, outlet.time_zone]));
  const within = (outlet: string, at: string) => {
    const local = Temporal.Instant.from(at).toZonedDateTimeISO(zones.get(outlet)!);
    const day = local.hour < 4 ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate();
    return from <= day.toString() && day.toString() <= to;
  };
  const those = now.filter((record) => within(record.outlet, record.at));
  const receipts = ofType(those, 'receipt');
  const closings = ofType(those, 'shift').flatMap(({ closing }) => (closing ? [closing] : []));
  const variances = closings
    .map((closing) => cents(closing.cash_counted) - cents(closing.cash_expected))
    .filter((minor) => minor !== 0n);
  const removed = closings.map((closing) => cents(closing.cash_removed)).filter((minor) => minor !== 0n);
  const payments = [
    ...receipts.flatMap((receipt) =>
      receipt.payments.map((payment) => ({ outlet: receipt.outlet, ...payment })),
    ),
    ...ofType(those, 'account_payment').map((record) => ({ outlet: record.outlet, ...record.payment })),
  ].filter((payment) => payment.type !== 'account');
  const movesOf = (kind: string) =>
    ofType(those, 'cash_movement')
      .filter((move) => move.kind === kind)
      .map((move) => cents(move.amount));
  const kind = (name: string, amounts: bigint[]) => ({
    kind: name,
    count: amounts.length,
    total: text(amounts.reduce((sum, amount) => sum + amount, 0n)),
  });
  const totals = receipts.map((receipt) => cents(receipt.total));
  const keys = [...new Set(payments.map(({ outlet, type }) => `${outlet}|${type}`))].sort();
  const taxes = receipts.flatMap((receipt) =>
    receipt.taxes.map((tax) => ({ key: `${receipt.outlet}|${tax.code}`, minor: cents(tax.amount) })),
  );
  return {
    currency: business.currency,
    from,
    to,
    kinds: [
      kind(
        'sale',
        totals.filter((total) => total >= 0n),
      ),
      kind(
        'sale_refund',
        totals.filter((total) => total < 0n),
      ),
      kind(
        'payment',
        payments.map((payment) => cents(payment.amount)),
      ),
      kind('cash_in', movesOf('cash_in')),
      kind('cash_out', [...movesOf('cash_out'), ...removed]),
      kind('floating_expense', movesOf('floating_expense')),
      kind('till_variance', variances),
    ],
    payment_types: keys.map((key) => {
      const [outlet, type] = key.split('|');
      const his = payments.filter((payment) => payment.outlet === outlet && payment.type === type);
      return { outlet, type, count: his.length, total: text(sumOf(his.map(({ amount }) => amount))) };
    }),
    taxes: [...new Set(taxes.map(({ key }) => key))].sort().map((key) => {
      const [outlet, code] = key.split('|');
      const sum = taxes.filter((tax) => tax.key === key).reduce((total, tax) => total + tax.minor, 0n);
      return { outlet, code, total: text(sum) };
    }),
    registers: business.outlets.flatMap((outlet) =>
      outlet.registers.map(({ id }) => {
        const shifts = ofType(now, 'shift').filter((shift) => shift.register === id);
        const opened = shifts.filter((shift) => within(outlet.id, shift.opened_at));
        const closed = shifts.filter(({ closing }) => closing && within(outlet.id, closing.closed_at));
        return {
          outlet: outlet.id,
          register: id,
          opening: opened[0]?.opening_amount ?? null,
          counted_less_removed: closed.at(-1)?.closing?.cash_left ?? null,
        };
      }),
    ),
  };
}

function text(minor: bigint): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
