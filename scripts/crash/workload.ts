import { changed, changedAgain, changedSale } from './changes.ts';
import { Random } from './random.ts';
import { type Customer, type Place, ShiftBook, type TillRecord } from './shift-book.ts';

const mei: Customer = { id: 'C1', name: 'Mei Tan' };
const quay: Customer = { id: 'C2', name: 'Quay Street Bakery' };
const change = { reason: 'Change from the safe' };
const toTheSafe = { reason: 'To the safe' };
const cleaning = { reason: 'Window cleaning' };
const postage = { reason: 'Postage', payee: 'Corner Post', tax: true };

/**
 * One register's trade, small, with a document of every type; above all those that no number protects, in twins: equal payments on one
 * invoice, equal money in and out on one day, equal transfers, a credit that is set off.
 */
export class Workload {
  /** What of the first day comes a second time, which the feed may do. */
  readonly again: readonly string[];
  readonly random: Random;
  readonly #changing: Random;
  #first: readonly TillRecord[] = [];
  #changed: readonly TillRecord[] | null = null;
  #left = 0;
  #openOfMei = 0;
  #more = 0;

  constructor(
    seed: number,
    readonly place: Place,
    readonly days: readonly [string, string],
    /** Receipts that are undone in Xero; the till changes them at times of their own. */
    readonly undone: readonly string[],
  ) {
    const random = new Random(seed + 2_000_003);
    this.random = random;
    this.#changing = new Random(seed + 3_000_001);
    this.again = [
      random.pick(['M01', 'M02', 'M03', 'E01', 'E02']),
      random.pick(['T01', 'T04', 'T05', 'A01']),
    ];
  }

  /** What is at the till before posting starts. */
  first(): TillRecord[] {
    const { random } = this;
    const book = new ShiftBook(this.place, this.days[0], 'S1', 20000);
    const equal = this.#cents(1000, 9000);
    book.receipt('T01', [['cash', equal]]);
    book.receipt('T02', [['cash', equal]]);
    const half = this.#cents(500, 4000);
    book.receipt(
      'T03',
      [
        ['card', half],
        ['giftcard', half],
      ],
      { isFree: random.chance(0.3) },
    );
    const part = this.#cents(1000, 3000);
    const back = this.#cents(500, 2000);
    this.#openOfMei = this.#cents(5, 1000);
    book.receipt('T04', [['account', part * 2 + back + this.#openOfMei]], { customer: mei });
    book.accountPayment('A01', mei, 'card', [['T04', part]]);
    book.accountPayment('A02', mei, 'card', [['T04', part]]);
    book.receipt('T05', [['account', -back]], { customer: mei, refundOf: 'T04' });
    book.receipt('T06', [['cash', -this.#cents(500, equal - 100)]], { refundOf: 'T01' });
    book.receipt('T07', [['account', this.#cents(1000, 4000)]], { customer: mei });
    book.receipt('T08', [
      ['cash', this.#cents(500, 4000)],
      ['giftcard', half],
    ]);
    const transfer = this.#cents(2000, 8000);
    book.cash('M01', 'cash_in', transfer, change);
    book.cash('M02', 'cash_in', transfer, change);
    book.cash('M03', 'cash_out', transfer, toTheSafe);
    const spent = this.#cents(1000, 4000);
    book.cash('E01', 'floating_expense', spent, cleaning);
    book.cash('E02', 'floating_expense', spent, cleaning);
    book.cash('E03', 'floating_expense', spent, postage);
    this.#walkIns(book, 'T1');
    this.#left = book.close(spent, 15000);
    this.#first = book.records;
    return book.records;
  }

  /** What comes while it is posted. */
  second(): TillRecord[] {
    const book = new ShiftBook(this.place, this.days[1], 'S2', this.#left);
    const big = this.#cents(4000, 9000);
    const part = this.#cents(1000, 2000);
    book.receipt('T21', [['account', big]], { customer: quay });
    book.receipt('T22', [['account', part]], { customer: quay });
    book.accountPayment('A21', quay, 'card', [
      ['T21', part],
      ['T22', part],
    ]);
    book.accountPayment('A22', quay, 'cash', [['T21', part]]);
    book.accountPayment('A23', mei, 'cash', [['T04', this.#openOfMei]]);
    const short = this.#cents(500, 1500);
    book.receipt('T23', [['card', -this.#cents(500, 2000)]]);
    book.cash('E21', 'floating_expense', short, postage);
    book.cash('M21', 'cash_in', short, change);
    book.cash('M22', 'cash_out', short, toTheSafe);
    this.#walkIns(book, 'T3');
    this.#left = book.close(-short, 12000);
    return book.records;
  }

  /** What the till changes and voids of the first day after all of that was posted; the second time, of what it changed then. */
  changes(): TillRecord[] {
    const made = this.#changed
      ? changedAgain(this.#changed, this.#changing)
      : changed(this.#first, this.#changing, { many: 2, but: this.undone });
    this.#changed = made;
    return made;
  }

  /** A receipt of the first day that is undone in Xero, as the till has it later. */
  changedSale = (id: string, random: Random): TillRecord => changedSale(this.#first, id, random);

  /** One more short shift, where all is posted and something is still to go wrong. */
  more(): TillRecord[] {
    const n = ++this.#more;
    const book = new ShiftBook(this.place, this.days[1], `S3${n}`, this.#left);
    const customer = { id: `C3${n}`, name: `Customer ${n}` };
    const equal = this.#cents(500, 3000);
    book.receipt(`T5${n}`, [['cash', equal]]);
    book.receipt(`T6${n}`, [['account', equal * 2]], { customer });
    book.accountPayment(`A5${n}`, customer, 'card', [[`T6${n}`, equal]]);
    book.accountPayment(`A6${n}`, customer, 'card', [[`T6${n}`, equal]]);
    book.receipt(`T7${n}`, [['card', -equal]]);
    book.cash(`M5${n}`, 'cash_in', equal, change);
    book.cash(`E5${n}`, 'floating_expense', equal, cleaning);
    this.#left = book.close(equal, 10000);
    return book.records;
  }

  /** A few sales more. */
  #walkIns(book: ShiftBook, start: string) {
    for (let n = this.random.whole(0, 2); n > 0; n--) {
      book.receipt(`${start}${n}`, [[this.random.pick(['cash', 'card']), this.#cents(100, 9000)]]);
    }
  }

  /** Cash comes in steps of five cents. */
  #cents = (least: number, most: number) => this.random.whole(least / 5, most / 5) * 5;
}
