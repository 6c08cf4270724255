import { businessDay, parseAt } from './clock.ts';
import { formatMinor, parseMinor } from './money.ts';
import type { Business, Shift, TillRecord } from './records.ts';

const KINDS = [
  'sale',
  'sale_refund',
  'payment',
  'cash_in',
  'cash_out',
  'floating_expense',
  'till_variance',
] as const;

interface Sum {
  count: number;
  minor: number;
}

/** What one record adds: to which sum (`kind|sale`, `type|HL1|cash`, `tax|HL1|GST`), how much. */
type Parts = [key: string, minor: number][];

interface Entry {
  day: string;
  parts: Parts;
}

/** The till's own sums, kept per business day as records arrive: newest versions, completed only. */
export class Totals {
  private readonly days = new Map<string, Map<string, Sum>>();
  private readonly newest = new Map<string, { version: number; text: string }>();
  private readonly shifts = new Map<string, Shift>();
  private readonly kinds: Map<string, string>;

  constructor(private readonly business: Business) {
    this.kinds = new Map(business.payment_types.map(({ code, kind }) => [code, kind]));
  }

  /** Counts a record in, taking an older version of it out. What it cannot read it leaves out. */
  count(record: TillRecord, text: string): void {
    const key = `${record?.outlet}|${record?.id}`;
    const before = this.newest.get(key);
    if (before && !(record.version > before.version)) return;
    const entry = this.read(record);
    if (!entry) return;
    if (before) this.add(this.read(JSON.parse(before.text) as TillRecord), -1);
    this.newest.set(key, { version: record.version, text });
    this.add(entry, 1);
    if (record.type === 'shift') this.shifts.set(key, record);
  }

  private dayOf(record: TillRecord): string | null {
    const outlet = this.business.outlets.find(({ id }) => id === record.outlet);
    const at = parseAt(record.at);
    return outlet && at !== null ? businessDay(outlet.time_zone, outlet.day_cutoff, at) : null;
  }

  private add(entry: Entry | null, sign: 1 | -1): void {
    if (!entry) return;
    let sums = this.days.get(entry.day);
    if (!sums) {
      sums = new Map();
      this.days.set(entry.day, sums);
    }
    for (const [key, minor] of entry.parts) {
      const sum = sums.get(key) ?? { count: 0, minor: 0 };
      sum.count += sign;
      sum.minor += sign * minor;
      sums.set(key, sum);
    }
  }

  /** What a record adds and when, or null where it is not one of this till's (wrong shape, unknown outlet, other currency). */
  private read(record: TillRecord): Entry | null {
    try {
      const day = this.dayOf(record);
      if (!Number.isInteger(record.version) || day === null) return null;
      if (record.currency !== this.business.currency) return null;
      return { day, parts: record.status === 'completed' ? this.readParts(record) : [] };
    } catch {
      return null;
    }
  }

  private readParts(record: TillRecord): Parts {
    const amount = (text: string) => parseMinor(text, this.business.minor_digits);
    const paid = (type: string, text: string): Parts =>
      this.kinds.get(type) === 'on_account'
        ? []
        : [
            ['kind|payment', amount(text)],
            [`type|${record.outlet}|${type}`, amount(text)],
          ];
    switch (record.type) {
      case 'receipt':
        return [
          [record.total.startsWith('-') ? 'kind|sale_refund' : 'kind|sale', amount(record.total)],
          ...record.payments.flatMap((payment) => paid(payment.type, payment.amount)),
          ...record.taxes.map((tax): Parts[number] => [
            `tax|${record.outlet}|${tax.code}`,
            amount(tax.amount),
          ]),
        ];
      case 'account_payment':
        return paid(record.payment.type, record.payment.amount);
      case 'cash_movement':
        return [[`kind|${record.kind}`, amount(record.amount)]];
      case 'shift': {
        if (!record.closing) return [];
        const { cash_counted, cash_expected, cash_removed } = record.closing;
        const variance = amount(cash_counted) - amount(cash_expected);
        const removed = amount(cash_removed);
        const parts: Parts = variance === 0 ? [] : [['kind|till_variance', variance]];
        if (removed !== 0) parts.push(['kind|cash_out', removed]);
        return parts;
      }
      default:
        throw new Error('unknown type');
    }
  }

  /** The days with something on them, first and last. */
  span(): { from: string | null; to: string | null } {
    const days = [...this.days.keys()].sort();
    return { from: days[0] ?? null, to: days.at(-1) ?? null };
  }

  /** The answer of `/api/v1/totals`. */
  answer(from: string | null, to: string | null) {
    const span = this.span();
    const first = from ?? span.from;
    const last = to ?? span.to;
    const within = (day: string) => first !== null && last !== null && first <= day && day <= last;
    const sums = new Map<string, Sum>();
    for (const [day, ofDay] of this.days) {
      if (!within(day)) continue;
      for (const [key, { count, minor }] of ofDay) {
        const sum = sums.get(key) ?? { count: 0, minor: 0 };
        sums.set(key, { count: sum.count + count, minor: sum.minor + minor });
      }
    }
    const money = (minor: number) => formatMinor(minor, this.business.minor_digits);
    const under = (prefix: string) =>
      [...sums]
        .filter(([key, sum]) => key.startsWith(prefix) && sum.count > 0)
        .map(([key, sum]) => {
          const [, outlet = '', code = ''] = key.split('|');
          return { outlet, code, count: sum.count, total: money(sum.minor) };
        })
        .sort((a, b) => (`${a.outlet}|${a.code}` < `${b.outlet}|${b.code}` ? -1 : 1));
    return {
      currency: this.business.currency,
      from: first,
      to: last,
      kinds: KINDS.map((kind) => {
        const sum = sums.get(`kind|${kind}`);
        return { kind, count: sum?.count ?? 0, total: money(sum?.minor ?? 0) };
      }),
      payment_types: under('type|').map(({ outlet, code, count, total }) => ({
        outlet,
        type: code,
        count,
        total,
      })),
      taxes: under('tax|').map(({ outlet, code, total }) => ({ outlet, code, total })),
      registers: this.registers(within),
    };
  }

  /** What each register opened with first and left last, within the days. */
  private registers(within: (day: string) => boolean) {
    const shifts = [...this.shifts.values()];
    return this.business.outlets.flatMap((outlet) =>
      outlet.registers.map(({ id }) => {
        const dayOf = (at: string) => {
          const ms = parseAt(at);
          return ms === null ? '' : businessDay(outlet.time_zone, outlet.day_cutoff, ms);
        };
        const his = shifts.filter((shift) => shift.outlet === outlet.id && shift.register === id);
        const counted = his.filter((shift) => shift.status === 'completed');
        const opened = counted
          .filter((shift) => within(dayOf(shift.opened_at)))
          .sort((a, b) => order(a.opened_at, b.opened_at));
        const closed = counted
          .flatMap(({ closing }) => (closing && within(dayOf(closing.closed_at)) ? [closing] : []))
          .sort((a, b) => order(a.closed_at, b.closed_at));
        const last = closed.at(-1);
        const digits = this.business.minor_digits;
        const left = last && parseMinor(last.cash_counted, digits) - parseMinor(last.cash_removed, digits);
        return {
          outlet: outlet.id,
          register: id,
          opening: opened[0]?.opening_amount ?? null,
          counted_less_removed: left === undefined ? null : formatMinor(left, digits),
        };
      }),
    );
  }
}

function order(a: string, b: string): number {
  return (parseAt(a) ?? 0) - (parseAt(b) ?? 0);
}
