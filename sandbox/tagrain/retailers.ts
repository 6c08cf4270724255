import { createHash } from 'node:crypto';
import { Books } from './books.ts';
import { addDays, businessDay } from './clock.ts';
import { COUNTRIES, DAY_CUTOFF } from './generate/countries.ts';
import { Refusal, Shop, type ShopOptions } from './generate/shop.ts';
import { Journal } from './journal.ts';

/** One business: the shop that trades, and the books in which its records arrive. */
export interface Retailer {
  options: ShopOptions;
  apiKey: string;
  shop: Shop;
  books: Books;
}

/** A control call with everything decided (today's date, the time of the trade), so that replaying it repeats it. */
export type Call =
  | { call: 'create'; options: ShopOptions; from: string; days: number }
  | { call: 'days'; business: string; from: string; days: number }
  | { call: 'trade'; business: string; receipts: number; atMs: number; close: boolean; registers: string[] }
  | { call: 'append'; business: string; records: unknown[] }
  | { call: 'lose' | 'resend'; business: string; outlet: string; id: string }
  | { call: 'forget'; business: string };

/** All businesses of a till server. Every change goes through `apply`, live or replayed. */
export class Retailers {
  private readonly all = new Map<string, Retailer>();
  private readonly journal: Journal<Call>;

  constructor(dataDir?: string) {
    this.journal = new Journal(dataDir);
    for (const call of this.journal.read()) this.run(call);
  }

  find(business: string): Retailer | null {
    return this.all.get(business) ?? null;
  }

  list(): Retailer[] {
    return [...this.all.values()];
  }

  get(business: string): Retailer {
    const retailer = this.find(business);
    if (!retailer) throw new Refusal('unknown_business', `There is no business ${business}.`);
    return retailer;
  }

  /** Does a call and writes it down. Gives the number of records that it touched. */
  apply(call: Call): number {
    const records = this.run(call);
    this.journal.write(call);
    return records;
  }

  reset(): void {
    this.all.clear();
    this.journal.clear();
  }

  private run(call: Call): number {
    switch (call.call) {
      case 'create':
        return this.create(call.options, call.from, call.days);
      case 'forget':
        this.all.delete(call.business);
        return 0;
      case 'lose':
      case 'resend': {
        const { books } = this.get(call.business);
        return call.call === 'lose' ? books.lose(call.outlet, call.id) : books.resend(call.outlet, call.id);
      }
      default: {
        const { shop, books } = this.get(call.business);
        const before = books.end;
        if (call.call === 'trade') shop.tradeNow(call);
        else if (call.call === 'append') for (const record of call.records) books.append(record);
        else tradeDays(shop, call.from, call.days);
        return books.end - before;
      }
    }
  }

  private create(options: ShopOptions, from: string, days: number): number {
    // The books need the shop's description and the shop needs somewhere to put its records.
    const shop: Shop = new Shop(options, (record) => books.append(record));
    const books = new Books(shop.business);
    tradeDays(shop, from, days);
    this.all.set(options.business, { options, apiKey: keyOf(options), shop, books });
    return books.end;
  }
}

function tradeDays(shop: Shop, from: string, days: number): void {
  for (let day = 0; day < days; day++) shop.tradeDay(addDays(from, day));
}

/** The last business day that is over at all of the outlets: a till further west is not sent into the future. */
export function yesterday(
  { country, outlets }: Pick<ShopOptions, 'country' | 'outlets'>,
  nowMs = Date.now(),
) {
  const zones = COUNTRIES[country].outlets.slice(0, outlets).map(({ timeZone }) => timeZone);
  const days = zones.map((zone) => businessDay(zone, DAY_CUTOFF, nowMs)).sort();
  return addDays(days[0]!, -1);
}

/** The key is made from name and seed: the same retailer has the same key after a fresh start. */
function keyOf({ business, seed }: ShopOptions): string {
  return `till-${createHash('sha256').update(`${business}\n${seed}`).digest('hex').slice(0, 32)}`;
}
