import { formatMinor, type Minor, minorDigits, parseMinor } from '@/lib/money/money';
import type { FileRecord, Outcome } from './outcomes.ts';
import type { FileReceipt } from './receipt.ts';
import type { RowRefusal } from './row.ts';

/** A sum for the screen: amounts as decimal strings of their currency. */
export type SumRow = { name: string; currency: string; count: number; total: string };

/** What a file comes to. */
export type Tally = {
  records: number;
  receipts: number;
  refunds: number;
  rounded: number;
  suspected: number;
  firstAt: string | null;
  lastAt: string | null;
  total: SumRow[];
  outlets: SumRow[];
  paymentTypes: SumRow[];
  taxes: SumRow[];
  refusedCount: number;
  refused: RowRefusal[];
  leftOutCount: number;
  leftOut: { line: number; text: string }[];
  first: FirstRecord[];
};

/** One of the first records, as it will come in. */
export type FirstRecord = {
  line: number;
  type: string;
  id: string;
  outlet: string;
  register: string;
  at: string;
  total: string;
  currency: string;
  tax: string;
  payments: string;
  description: string;
  suspected: boolean;
};

const keptFirst = 20;
const keptRefused = 200;

type SumKind = 'total' | 'outlets' | 'paymentTypes' | 'taxes';
type Sum = { name: string; currency: string; count: number; minor: Minor };

/** Adds up outcomes as they pass; holds no more than the first few of anything. */
export class Tallier {
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  readonly #sums = {
    total: new Map<string, Sum>(),
    outlets: new Map<string, Sum>(),
    paymentTypes: new Map<string, Sum>(),
    taxes: new Map<string, Sum>(),
  };
  readonly #tally: Omit<Tally, 'total' | 'outlets' | 'paymentTypes' | 'taxes'> = {
    records: 0,
    receipts: 0,
    refunds: 0,
    rounded: 0,
    suspected: 0,
    firstAt: null,
    lastAt: null,
    refusedCount: 0,
    refused: [],
    leftOutCount: 0,
    leftOut: [],
    first: [],
  };

  add(outcome: Outcome): void {
    const t = this.#tally;
    if (outcome.kind === 'refused') {
      t.refusedCount += 1;
      if (t.refused.length < keptRefused) t.refused.push(outcome.refusal);
    } else if (outcome.kind === 'left_out') {
      t.leftOutCount += 1;
      if (t.leftOut.length < keptFirst) t.leftOut.push({ line: outcome.line, text: outcome.text });
    } else {
      this.#record(outcome);
    }
  }

  #record({ record, lines, receipt }: Outcome & { kind: 'record' }): void {
    const t = this.#tally;
    t.records += 1;
    if (typeof record.at === 'string') this.#moment(record.at);
    if (t.first.length < keptFirst) t.first.push(shown(record, lines[0]!));
    if (!receipt) return;
    const r = record as FileReceipt;
    t.receipts += 1;
    if (receipt.totalMinor < 0) t.refunds += 1;
    if (receipt.rounded) t.rounded += 1;
    if (r.suspected_duplicate_of) t.suspected += 1;
    // A voided receipt comes in and counts nowhere, as at the till.
    if (r.status === 'voided') return;
    const digits = minorDigits(r.currency);
    this.#count('total', 'Total', r.currency, receipt.totalMinor);
    this.#count('outlets', r.outlet, r.currency, receipt.totalMinor);
    for (const payment of r.payments)
      this.#count('paymentTypes', payment.type, r.currency, parseMinor(payment.amount, digits) ?? 0);
    for (const tax of r.taxes)
      this.#count('taxes', tax.code, r.currency, parseMinor(tax.amount, digits) ?? 0);
  }

  #moment(at: string): void {
    const ms = Date.parse(at);
    if (ms < this.#firstMs) {
      this.#firstMs = ms;
      this.#tally.firstAt = at;
    }
    if (ms > this.#lastMs) {
      this.#lastMs = ms;
      this.#tally.lastAt = at;
    }
  }

  #count(of: SumKind, name: string, currency: string, minor: Minor): void {
    const sums = this.#sums[of];
    const key = `${name}\u0001${currency}`;
    const sum = sums.get(key) ?? { name, currency, count: 0, minor: 0 };
    sum.count += 1;
    sum.minor += minor;
    sums.set(key, sum);
  }

  result(): Tally {
    const rows = (sums: Map<string, Sum>): SumRow[] =>
      [...sums.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, currency, count, minor }) => ({
          name,
          currency,
          count,
          total: formatMinor(minor, minorDigits(currency)),
        }));
    const { total, outlets, paymentTypes, taxes } = this.#sums;
    return {
      ...this.#tally,
      total: rows(total),
      outlets: rows(outlets),
      paymentTypes: rows(paymentTypes),
      taxes: rows(taxes),
    };
  }
}

function shown(record: FileRecord, line: number): FirstRecord {
  const r = record as Partial<FileReceipt>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    line,
    type: record.type,
    id: record.id,
    outlet: record.outlet,
    register: record.register,
    at: text(record.at),
    total: text(r.total) || text((record as { amount?: unknown }).amount),
    currency: text(record.currency),
    tax: (r.taxes ?? []).map((t) => `${t.code} ${t.amount}`).join(', '),
    payments: Array.isArray(r.payments) ? r.payments.map((p) => `${p.type} ${p.amount}`).join(', ') : '',
    description: Array.isArray(r.lines)
      ? r.lines
          .map((l) => l.product?.name ?? '')
          .filter(Boolean)
          .join(', ')
          .slice(0, 120)
      : '',
    suspected: Boolean(r.suspected_duplicate_of),
  };
}
