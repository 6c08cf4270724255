import type { SentSum } from '@/db/queries/dry-run';
import type { DocumentToKeep } from '@/db/queries/keep-documents';
import { callsFor } from '@/lib/accounting/call-budget';
import { type DocumentKind, documentKindsInOrder, type PlannedDocument } from '@/lib/accounting/document';
import { entriesOf } from '@/lib/accounting/journal';
import type { Minor } from '@/lib/money/money';

export type KindTally = { kind: DocumentKind; count: number; totalMinor: Minor; taxMinor: Minor };

/** Adds up documents as they go by: how many of each kind, what they come to, what they move, and calls by day. */
export class Tally {
  readonly #kinds = new Map<DocumentKind, KindTally>();
  readonly #days = new Map<string, Map<DocumentKind, number>>();
  readonly #invoices = new Map<string, number>();
  readonly #moved = new Map<string, Minor>();

  add({ kind, businessDay, totalMinor, taxMinor, content }: DocumentToKeep): void {
    this.#count(kind as DocumentKind, 1, totalMinor, taxMinor);
    const day = this.#days.get(businessDay) ?? new Map<DocumentKind, number>();
    day.set(kind as DocumentKind, (day.get(kind as DocumentKind) ?? 0) + 1);
    this.#days.set(businessDay, day);
    const month = businessDay.slice(0, 7);
    if (kind === 'invoice') this.#invoices.set(month, (this.#invoices.get(month) ?? 0) + 1);
    this.#move(content as PlannedDocument);
  }

  /** Documents that were summed before: what moves is linear, so their sum moves what they do together. */
  addSum(sum: SentSum): void {
    this.#count(sum.kind as DocumentKind, sum.count, sum.totalMinor, sum.taxMinor);
    // As `entriesOf` reads them; what it does not look at is left out.
    this.#move({
      ...sum,
      bankAccountId: sum.accountId,
      amountMinor: sum.totalMinor,
    } as unknown as PlannedDocument);
  }

  /** In the order of sending. */
  get kinds(): KindTally[] {
    return documentKindsInOrder.flatMap((kind) => this.#kinds.get(kind) ?? []);
  }

  /** By account, debits positive; `RECEIVABLE` and `TAX` are Xero's own. */
  get moved(): ReadonlyMap<string, Minor> {
    return this.#moved;
  }

  get calls(): number {
    return callsFor(new Map(this.kinds.map(({ kind, count }) => [kind, count])));
  }

  get callsOfBusiestDay(): number {
    return Math.max(0, ...[...this.#days.values()].map(callsFor));
  }

  /** Of the calendar month with most of them. */
  get invoicesOfBusiestMonth(): number {
    return Math.max(0, ...this.#invoices.values());
  }

  #count(kind: DocumentKind, count: number, totalMinor: Minor, taxMinor: Minor): void {
    const known = this.#kinds.get(kind) ?? { kind, count: 0, totalMinor: 0, taxMinor: 0 };
    known.count += count;
    known.totalMinor += totalMinor;
    known.taxMinor += taxMinor;
    this.#kinds.set(kind, known);
  }

  #move(document: PlannedDocument): void {
    for (const { account, debitMinor } of entriesOf(document)) {
      this.#moved.set(account, (this.#moved.get(account) ?? 0) + debitMinor);
    }
  }
}
