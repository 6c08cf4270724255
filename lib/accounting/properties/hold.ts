import type { PendingRow } from '@/db/queries/till-transactions';
import { formatMinor, type Minor, sum } from '@/lib/money/money';
import type { PagePlan } from '@/lib/sync/plan-page';
import type { PlannedDocument } from '../document.ts';
import { movements, RECEIVABLE, TAX } from '../journal.ts';
import { type Mapping, mappingAt } from '../mapping.ts';
import type { Receipt } from '../till-transaction.ts';
import { documentFaults } from '../validators.ts';
import { predictTotals } from '../xero-totals.ts';
import { withoutZeros } from './books.ts';
import type { TillDay } from './day.ts';
import type { Shop } from './plan-day.ts';

/** What must hold of a planned day, whichever way it is posted. Each throws an Error that names what does not. */

/** Every valid record is planned, and what was made of it is of one day, once. */
export function documentsOf({ documents, planned, held }: PagePlan, records: number): PlannedDocument[] {
  if (held.length > 0) throw new Error(`refused: ${held.map((h) => `${h.code} ${h.text}`).join(' | ')}`);
  same('records planned', planned.length, records);
  const byKey = new Map(documents.map((d) => [d.key, d.content as PlannedDocument]));
  const own = documents.filter((d) => d.kind !== 'contact');
  same('keys', new Set(own.map((d) => d.key)).size, own.length);
  same('numbers', new Set(own.map((d) => d.number)).size, own.length);
  return [...byKey.values()];
}

/** Every document passes the validators, and Xero will total it as we did. */
export function balances(documents: readonly PlannedDocument[]): void {
  const faults = documents.flatMap((d) => documentFaults([d]));
  if (faults.length > 0) throw new Error(faults.join(' | '));
  for (const document of documents) {
    if (!('lines' in document)) continue;
    const lines = document.lines.map((line) => ({
      ...{ quantity: '1', unitAmount: formatMinor(line.grossMinor, 2), taxRate: '0' },
      taxAmountMinor: line.taxMinor,
    }));
    const { totalMinor, taxMinor } = predictTotals(lines, 'Inclusive');
    same(`total of ${document.number}`, [totalMinor, taxMinor], [document.totalMinor, document.taxMinor]);
  }
}

/** What the documents move is what the till's own books say, account by account, and so per payment type. */
export function movesAsTheTill(
  documents: readonly PlannedDocument[],
  day: TillDay,
  { mapping }: Shop,
): Map<string, Minor> {
  const moved = withoutZeros(movements(documents));
  same('movements', [...moved], [...day.books.byAccount(mapping, { owed: RECEIVABLE, tax: TAX })]);
  same('all accounts together', sum(moved.values()), 0);
  return moved;
}

/** The tax at each rate is the till's. */
export function taxesAsTheTill(documents: readonly PlannedDocument[], day: TillDay, { mapping }: Shop): void {
  const taxes = new Map<string, Minor>();
  for (const document of documents) {
    if (document.kind !== 'invoice' && document.kind !== 'credit_note') continue;
    const sign = document.kind === 'invoice' ? 1 : -1;
    for (const { taxType, taxMinor } of document.lines) {
      taxes.set(taxType, (taxes.get(taxType) ?? 0) + sign * taxMinor);
    }
  }
  const tills = new Map([...day.books.taxes].map(([code, amount]) => [mapping.taxTypes[code]!, amount]));
  same('tax per rate', [...withoutZeros(taxes)], [...withoutZeros(tills)]);
}

/** From opening to closing the till account moves by what was counted, less what was taken out and what was there. */
export function leavesTheDrawer(documents: readonly PlannedDocument[], day: TillDay, till: string): void {
  const traded = documents.filter((d) => !d.key.includes(':opening:'));
  const { countedMinor, removedMinor, openingMinor } = day;
  same('till account', movements(traded).get(till) ?? 0, countedMinor - removedMinor - openingMinor);
}

/** Nothing is paid or set off by more than it is of. */
export function settlesNoMoreThanIsDue(documents: readonly PlannedDocument[]): void {
  const left = new Map<string, Minor>();
  for (const d of documents) if ('dueDate' in d) left.set(d.key, d.totalMinor);
  const take = (key: string, amount: Minor) => left.set(key, (left.get(key) ?? 0) - amount);
  for (const document of documents) {
    if (document.kind === 'payment') take(document.of, document.amountMinor);
    if (document.kind === 'allocation') {
      take(document.invoice, document.amountMinor);
      take(document.creditNote, document.amountMinor);
    }
  }
  for (const [key, amount] of left)
    if (amount < 0) throw new Error(`${key} is settled by ${-amount} too much`);
}

/** Every line bears what is chosen. */
export function trackedAsChosen(documents: readonly PlannedDocument[], chosen: Mapping['tracking']): void {
  for (const document of documents) {
    if (!('lines' in document)) continue;
    for (const { tracking = [] } of document.lines) {
      const options = Object.fromEntries(tracking.map((t) => [t.categoryId, t.optionId]));
      same(`tracking in ${document.number}`, options, chosen);
    }
  }
}

/** In an outlet's day the lines of each register are apart, and come to its receipts, tax by tax. */
export function tracksApart(
  documents: readonly PlannedDocument[],
  rows: readonly PendingRow[],
  { mapping }: Shop,
): void {
  type Sums = Map<string, [gross: Minor, tax: Minor]>;
  const add = (sums: Sums, key: string, gross: Minor, tax: Minor) => {
    const [before, taxBefore] = sums.get(key) ?? [0, 0];
    sums.set(key, [before + gross, taxBefore + tax]);
  };
  const inXero: Sums = new Map();
  for (const document of documents) {
    const kind = /^(invoice|credit_note):@day:/.exec(document.key)?.[1];
    if (!kind || !('lines' in document)) continue;
    for (const { tracking = [], grossMinor, taxMinor } of document.lines) {
      add(inXero, `${kind} ${tracking.map((t) => t.optionId)}`, grossMinor, taxMinor);
    }
  }
  const atTill: Sums = new Map();
  for (const { kind, outlet, register, totalMinor, content } of rows) {
    const options = Object.values(mappingAt(mapping, outlet, register).tracking);
    const sign = kind === 'sale' ? 1 : -1;
    const tax = sum((content as Receipt).taxes.map((t) => t.amountMinor));
    add(atTill, `${kind === 'sale' ? 'invoice' : 'credit_note'} ${options}`, totalMinor * sign, tax * sign);
  }
  const sorted = (sums: Sums) => [...sums].filter(([, [gross, tax]]) => gross !== 0 || tax !== 0).sort();
  same('gross and tax by tracking', sorted(inXero), sorted(atTill));
}

export function same(what: string, is: unknown, should: unknown): void {
  const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
  if (a !== b) throw new Error(`${what}: ${a} where it should be ${b}`);
}
