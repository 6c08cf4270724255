import type { Business, TillRecord } from './records.ts';
import { Totals } from './totals.ts';

/** How a cursor is written: the number of arrivals before it. Opaque to the reader. */
const CURSOR = /^\d{12}$/;

export function formatCursor(position: number): string {
  return String(position).padStart(12, '0');
}

/**
 * The records of one business in the order in which they arrived. Each is kept as the JSON text that goes over the wire:
 * a page is a join of texts, and 200 000 records stay within a few hundred megabytes.
 */
export class Books {
  readonly totals: Totals;
  private readonly arrivals: string[] = [];
  /** Positions that the feed leaves out: lost on the way. */
  private readonly lost = new Set<number>();

  constructor(business: Business) {
    this.totals = new Totals(business);
  }

  /** A record arrives. It is not checked: whoever appends wrong ones wants them there. */
  append(record: unknown): void {
    const text = JSON.stringify(record);
    this.arrivals.push(text);
    this.totals.count(record as TillRecord, text);
  }

  get count(): number {
    return this.arrivals.length - this.lost.size;
  }

  /** The position that a cursor names, or null where it names none of these books. */
  position(cursor: string): number | null {
    const position = CURSOR.test(cursor) ? Number(cursor) : Number.NaN;
    return position <= this.arrivals.length ? position : null;
  }

  /** One page from a position on, as JSON text. */
  page(from: number, limit: number): string {
    const texts: string[] = [];
    let at = from;
    for (; at < this.arrivals.length && texts.length < limit; at++) {
      const text = this.arrivals[at];
      if (text !== undefined && !this.lost.has(at)) texts.push(text);
    }
    let next = at;
    while (next < this.arrivals.length && this.lost.has(next)) next++;
    const more = next < this.arrivals.length;
    return `{"records":[${texts.join(',')}],"next":"${formatCursor(at)}","more":${more}}`;
  }

  /** Everything from a position on, parsed. */
  since(position: number): unknown[] {
    return this.arrivals.slice(position).map((text) => JSON.parse(text));
  }

  get end(): number {
    return this.arrivals.length;
  }

  /** Leaves all versions of a record out of the feed; the till's own sums still know them. */
  lose(outlet: string, id: string): number {
    const found = this.find(outlet, id).filter((position) => !this.lost.has(position));
    for (const position of found) this.lost.add(position);
    return found.length;
  }

  /** Lets all versions of a record arrive once more, at the end. */
  resend(outlet: string, id: string): number {
    const texts = this.find(outlet, id).map((position) => this.arrivals[position]!);
    const once = [...new Set(texts)];
    this.arrivals.push(...once);
    return once.length;
  }

  /** The latest records of each type, newest first; what the pages show. */
  latest(limit: number): TillRecord[] {
    const found: TillRecord[] = [];
    const left = new Map<string, number>();
    // Shifts are rare among receipts: look back a good way for them, but never through the whole of the books.
    const stop = Math.max(0, this.arrivals.length - 5000);
    for (let at = this.arrivals.length - 1; at >= stop; at--) {
      if (this.lost.has(at)) continue;
      const record = JSON.parse(this.arrivals[at]!) as TillRecord | null;
      const type = String(record?.type);
      const rest = left.get(type) ?? limit;
      if (!record || rest === 0) continue;
      left.set(type, rest - 1);
      found.push(record);
    }
    return found;
  }

  /** Positions of all versions of a record. Rare (tests only), so it reads through instead of keeping an index. */
  private find(outlet: string, id: string): number[] {
    const marker = JSON.stringify(id);
    return this.arrivals.flatMap((text, position) => {
      if (!text.includes(marker)) return [];
      const record = JSON.parse(text) as Partial<TillRecord>;
      return record.outlet === outlet && record.id === id ? [position] : [];
    });
  }
}
