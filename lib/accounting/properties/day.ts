import { formatMinor, type Minor, sum } from '@/lib/money/money';
import { percent, taxInside } from '@/lib/money/rounding';
import { Books } from './books.ts';
import type { Case } from './case-names.ts';
import type { AccountPaymentIntent, DayIntent, MovementIntent, RefundIntent, SaleIntent } from './intents.ts';
import { type Paid, payBack, payBackOnAccount, paySale } from './pay.ts';
import type { Regime } from './regimes.ts';
import {
  back,
  charge,
  discountable,
  goods,
  shareOf,
  type TillLine,
  taxesOf,
  taxOf,
} from './till-arithmetic.ts';

/** A register from opening to closing, as a till would have recorded it, with what the till knows of it by itself. */
export type TillDay = {
  regime: Regime;
  intent: DayIntent;
  /** Records of the feed (docs/feed.md), the closing last. */
  records: Record<string, unknown>[];
  books: Books;
  /** Cases of each receipt, then of all else. */
  receiptCases: Set<Case>[];
  otherCases: Case[];
  openingMinor: Minor;
  countedMinor: Minor;
  removedMinor: Minor;
};

type Sold = { id: string; lines: TillLine[]; discountMinor: Minor; types: string[]; customer: number | null };
type Debt = { id: string; customer: number; dueMinor: Minor };
type Receipt = {
  lines: TillLine[];
  discountMinor: Minor;
  strayMinor: Minor;
  customer: number | null;
  refundOf: string | null;
  cases: Case[];
  pay(dueMinor: Minor): Paid;
};

const MINUTES_APART = 13;
const cash = (amount: Minor) => formatMinor(amount, 2);

/** @param mark makes ids and customers the day's own, where several days happen in one shop */
export function workDay(
  intent: DayIntent,
  regime: Regime,
  place = { outlet: 'HL1', register: 'HL1-R1' },
  mark = '',
): TillDay {
  const till = new Till(intent, regime, place, mark);
  intent.receipts.forEach((one, i) => {
    till.receipt(one.is === 'sale' ? till.sale(one) : till.refund(one));
    for (const { after, what } of intent.others) {
      if (after !== i) continue;
      if (what.is === 'movement') till.movement(what);
      else till.accountPayment(what);
    }
  });
  return till.close();
}

/** What is taken for what came back: more often than not the dearer. */
const inExchange = ({ share, lines: [first] }: SaleIntent) => ({
  tax: share,
  unitCents: Math.max(1, shareOf(first!.unitCents, share + 75)),
});

class Till {
  readonly #records: Record<string, unknown>[] = [];
  readonly #books = new Books();
  readonly #receiptCases: Set<Case>[] = [];
  readonly #otherCases: Case[] = [];
  readonly #sold: Sold[] = [];
  readonly #debts: Debt[] = [];
  readonly #inType = new Map<string, { sales: Minor; refunds: Minor; refundCases: Set<Case>[] }>();
  readonly #counts = { receipt: 0, account_payment: 0, cash_movement: 0 };
  readonly #sums = { sales: 0, refunds: 0, cash_in: 0, cash_out: 0, floating_expense: 0 };
  readonly #paid = new Map<string, Minor>();
  readonly #paidLater = new Map<string, Minor>();
  readonly #openedMs: number;
  #nowMs: number;

  constructor(
    readonly intent: DayIntent,
    readonly regime: Regime,
    readonly place: { outlet: string; register: string },
    readonly mark: string,
  ) {
    this.#openedMs = Date.parse(regime.openings[intent.opening]!);
    this.#nowMs = this.#openedMs;
  }

  sale(intent: SaleIntent): Receipt {
    const cases: Case[] = [];
    const lines = this.#linesOf(intent, cases);
    const sellsGoods = lines.some((l) => l.kind === 'product' && l.totalMinor > 0);
    if (intent.cardSurcharge && sellsGoods) {
      lines.push(charge('surcharge', 60, this.regime.taxes[0]));
      cases.push('card surcharge');
    }
    const toDiscount = sellsGoods ? sum(discountable(lines)) : 0;
    const isAllOff = intent.what === 'all_off' && toDiscount > 0;
    const isDiscounted = /^(goods|exchange|gift_card)$/.test(intent.what) && intent.discountPercent !== 0;
    const discountMinor = isAllOff
      ? toDiscount
      : isDiscounted
        ? shareOf(toDiscount, intent.discountPercent)
        : 0;
    if (isAllOff) cases.push('100 % discount');
    if (discountMinor !== 0) cases.push(discountMinor > 0 ? 'receipt discount' : 'receipt surcharge');
    if (intent.tipCents > 0 && intent.what === 'goods') {
      lines.push(charge('tip', intent.tipCents));
      cases.push('tip');
    }
    const needsName = intent.pay.includes('account');
    const customer = intent.customer ?? (needsName ? 0 : null);
    const pay = (dueMinor: Minor): Paid => {
      if (intent.what === 'swap') return this.#swap(intent);
      const { coinMinor } = this.regime;
      if (dueMinor < 0) return payBack(dueMinor, [intent.pay === 'cash' ? 'cash' : 'card'], coinMinor);
      return paySale(dueMinor, intent.pay, intent.share, coinMinor);
    };
    const strayMinor = intent.what === 'goods' ? intent.strayCents : 0;
    return { lines, discountMinor, strayMinor, customer, refundOf: null, cases, pay };
  }

  #linesOf(intent: SaleIntent, cases: Case[]): TillLine[] {
    const sold = intent.lines.map((line, i) => goods(line, this.regime, i));
    const [first] = sold;
    switch (intent.what) {
      case 'gift_card':
        cases.push('gift card sold');
        return [charge('gift_card', 5_000), ...(intent.customer === 0 ? sold : [])];
      case 'deposit':
        cases.push('deposit or layby taken');
        return [charge('deposit', 3_000)];
      case 'layby_collected':
        cases.push('deposit or layby collected');
        return [
          ...sold,
          charge('deposit', -Math.min(3_000, Math.max(0, sum(sold.map((l) => l.totalMinor))))),
        ];
      case 'exchange':
        cases.push('negative lines');
        return [
          back(first!),
          ...sold.slice(1),
          goods({ ...intent.lines[0]!, ...inExchange(intent) }, this.regime, 9),
        ];
      case 'even_exchange':
        cases.push('even exchange', 'negative lines');
        return [back(first!), { ...first!, name: 'Product 8' }];
      case 'swap':
        cases.push('payment types swapped');
        return [];
      case 'given_away':
        return [charge('product', 0, this.regime.taxes[0])];
      default:
        return sold;
    }
  }

  #swap({ lines }: SaleIntent): Paid {
    const amountMinor = lines[0]!.unitCents;
    const from = ['card', 'points', 'giftcard'][lines[0]!.tax % 3]!;
    const to = ['cash', 'storecredit', 'card'][lines[0]!.tax % 3]!;
    const inCoins = Math.max(1, Math.floor(amountMinor / this.regime.coinMinor)) * this.regime.coinMinor;
    return {
      payments: [
        { type: from, amountMinor: inCoins },
        { type: to, amountMinor: -inCoins },
      ],
      ...{ roundingMinor: 0, cases: [] },
    };
  }

  refund({ of, part, isNamed, to, ...intent }: RefundIntent): Receipt {
    const cases: Case[] = [];
    const mayOwe = (types: readonly string[]) => to !== 'account' || types.includes('account');
    const open = this.#sold.filter((s) => s.lines.some((l) => l.totalMinor > 0) && mayOwe(s.types));
    const besideDebt = to === 'owing' || to === 'paying';
    const sale = isNamed && open.length > 0 && !besideDebt ? open[of % open.length]! : null;
    const from = sale?.lines ?? intent.lines.map((line, i) => goods(line, this.regime, i));
    const isPart = part && from.length > 1;
    const lines = (isPart ? from.slice(0, 1) : from).map(back);
    const discountMinor = sale ? -this.#shareOfDiscount(sale, lines, isPart) : 0;
    if (!sale) cases.push('refund that names no sale');
    if (isPart) cases.push('refund of a part');
    if (isPart && discountMinor !== 0) cases.push('refund of a part of a discounted receipt');
    if (sale) this.#sold.splice(this.#sold.indexOf(sale), 1);
    if (besideDebt) {
      const pay = (dueMinor: Minor) =>
        dueMinor === 0 ? payBack(0, [], 1) : payBackOnAccount(dueMinor, to === 'paying');
      const { customer } = intent;
      return { lines, discountMinor, strayMinor: 0, customer, refundOf: null, cases, pay };
    }
    const types = this.#refundTypes(to, sale);
    if (types.includes('storecredit')) cases.push('store credit issued');
    if (types.includes('account'))
      cases.push(sale ? 'refund on account' : 'refund on account that names no sale');
    if (sale && types.some((type) => !sale.types.includes(type)))
      cases.push('refund to another payment type');
    const customer = !types.includes('account') ? null : sale ? sale.customer : intent.customer;
    const pay = (dueMinor: Minor) => payBack(dueMinor, types, this.regime.coinMinor);
    return { lines, discountMinor, strayMinor: 0, customer, refundOf: sale?.id ?? null, cases, pay };
  }

  #refundTypes(to: RefundIntent['to'], sale: Sold | null): string[] {
    const owes = sale?.types.includes('account') ?? to === 'account';
    if (owes && (to === 'account' || to === 'same')) return ['account'];
    if (owes && to === 'two') return ['account', 'cash'];
    if (to === 'two') return ['card', 'cash'];
    if (to === 'store_credit') return ['storecredit'];
    if (to === 'same' && sale?.types.length === 1) return sale.types;
    return [to === 'card' ? 'card' : 'cash'];
  }

  #shareOfDiscount(sale: Sold, lines: readonly TillLine[], isPart: boolean): Minor {
    if (!isPart || sale.discountMinor === 0) return sale.discountMinor;
    const whole = sum(discountable(sale.lines));
    const comes = sum(discountable(lines));
    return whole === 0 ? 0 : Math.floor((sale.discountMinor * comes) / whole);
  }

  receipt({ lines, discountMinor, strayMinor, customer, refundOf, cases, pay }: Receipt): void {
    const { regime } = this;
    const taxes = taxesOf(lines, discountMinor, this.intent.roundsTaxOn, regime);
    const tax = sum(taxes.map((t) => t.amountMinor));
    const linesMinor = sum(lines.map((l) => l.totalMinor)) - discountMinor;
    const due = linesMinor + (regime.prices === 'exclusive' ? tax : 0);
    // A till that misses its own total by a few cents does so on what is paid; on nothing there is nothing to miss.
    const stray = due > 10 ? strayMinor : 0;
    const paid = pay(due + stray);
    const total = due + stray + paid.roundingMinor;
    const id = this.#id('', ++this.#counts.receipt);
    this.#records.push({
      ...{ type: 'receipt', ...this.#common(id), ...this.#shift(), prices: regime.prices },
      customer: customer === null ? null : this.#customer(customer),
      refund_of: refundOf === null ? null : { outlet: this.place.outlet, id: refundOf },
      lines: lines.map((l) => this.#line(l)),
      discount: cash(discountMinor),
      taxes: taxes.map(({ code, amountMinor }) => ({ code, amount: cash(amountMinor) })),
      ...{ rounding: cash(paid.roundingMinor), total: cash(total) },
      payments: paid.payments.map(({ type, amountMinor, tenderedMinor }, i) => ({
        ...{ id: String(i + 1), type, amount: cash(amountMinor) },
        ...(tenderedMinor
          ? { tendered: cash(tenderedMinor), change: cash(tenderedMinor - amountMinor) }
          : {}),
      })),
    });
    const known = new Set<Case>([...cases, ...paid.cases]);
    this.#keepBooks(lines, taxes, total, stray + paid.roundingMinor, paid);
    this.#countPayments(paid, total, known);
    this.#see({ lines, total, stray, customer, cases: known });
    const types = paid.payments.filter((p) => p.amountMinor > 0).map((p) => p.type);
    if (total > 0 && !cases.includes('negative lines'))
      this.#sold.push({ id, lines, discountMinor, types, customer });
    this.#owe(id, customer, refundOf, paid);
  }

  /** What the receipt's parts must move; sales take what is left of the total, so that the books balance by construction. */
  #keepBooks(
    lines: readonly TillLine[],
    taxes: readonly { code: string; amountMinor: Minor }[],
    total: Minor,
    rounding: Minor,
    { payments }: Paid,
  ): void {
    let sales = total - rounding;
    for (const { kind, totalMinor } of lines) {
      if (kind === 'product' || kind === 'surcharge') continue;
      this.#books.add(kind, -totalMinor);
      sales -= totalMinor;
    }
    for (const { code, amountMinor } of taxes) {
      this.#books.addTax(code, amountMinor);
      sales -= amountMinor;
    }
    this.#books.add('sales', -sales);
    this.#books.add('rounding', -rounding);
    for (const { type, amountMinor } of payments) this.#books.add(`type:${type}`, amountMinor);
  }

  #countPayments({ payments }: Paid, total: Minor, cases: Set<Case>): void {
    this.#sums[total < 0 ? 'refunds' : 'sales'] += total;
    for (const { type, amountMinor } of payments) {
      this.#paid.set(type, (this.#paid.get(type) ?? 0) + amountMinor);
      const inType = this.#inType.get(type) ?? { sales: 0, refunds: 0, refundCases: [] };
      if (total < 0) inType.refundCases.push(cases);
      inType[total < 0 ? 'refunds' : 'sales'] += Math.abs(amountMinor);
      this.#inType.set(type, inType);
    }
  }

  #see(of: {
    lines: TillLine[];
    total: Minor;
    stray: Minor;
    customer: number | null;
    cases: Set<Case>;
  }): void {
    const { lines, total, cases } = of;
    const codes = new Set(lines.map((l) => l.tax.code).filter((code) => code !== 'NONE'));
    const when = (name: Case, holds: boolean) => holds && cases.add(name);
    when(total < 0 ? 'sale refund' : 'sale', true);
    when('zero receipt', total === 0);
    when('exchange that gives money back', total < 0 && lines.some((l) => l.totalMinor > 0));
    when(
      'quantity with decimals',
      lines.some((l) => l.quantity.includes('.')),
    );
    when(
      'line discount',
      lines.some((l) => l.discountMinor !== 0),
    );
    when(
      'line surcharge',
      lines.some((l) => l.surchargeMinor !== 0),
    );
    when('several rates in one receipt', codes.size > 1);
    when(
      'tax-free',
      lines.some((l) => l.tax.code !== 'NONE' && l.tax.rate === '0'),
    );
    when('tax rounded once for the receipt', this.intent.roundsTaxOn === 'receipt' && lines.length > 1);
    when(this.regime.prices === 'inclusive' ? 'prices inclusive' : 'prices exclusive', true);
    when('lines miss the total', of.stray !== 0);
    when('named customer', of.customer !== null);
    when('after the cut-off', this.intent.opening !== 0 && this.#nowMs - this.#openedMs >= 60 * 60_000);
    this.#receiptCases.push(cases);
  }

  #owe(id: string, customer: number | null, refundOf: string | null, { payments }: Paid): void {
    const onAccount = payments.find((p) => p.type === 'account')?.amountMinor ?? 0;
    if (onAccount > 0) this.#debts.push({ id, customer: customer!, dueMinor: onAccount });
    let back = Math.max(0, -onAccount);
    for (const debt of this.#debts.filter((d) => (refundOf ? d.id === refundOf : d.customer === customer))) {
      const part = Math.min(debt.dueMinor, back);
      debt.dueMinor -= part;
      back -= part;
    }
  }

  /** A customer pays some of what he owes, oldest first; nothing happens where he owes nothing. */
  accountPayment({ customer, share, names, by }: AccountPaymentIntent): void {
    const open = this.#debts.filter((d) => d.customer === customer && d.dueMinor > 0);
    const coin = by === 'cash' ? this.regime.coinMinor : 1;
    const amount = Math.floor(shareOf(sum(open.map((d) => d.dueMinor)), share) / coin) * coin;
    if (amount === 0) return;
    let left = amount;
    const parts = open.flatMap((debt) => {
      const part = Math.min(left, debt.dueMinor);
      debt.dueMinor -= part;
      left -= part;
      return part === 0 ? [] : [{ outlet: this.place.outlet, id: debt.id, amount: cash(part) }];
    });
    const oldest = parts.slice(0, 1).map((part) => ({ ...part, amount: cash(amount) }));
    this.#records.push({
      ...{ type: 'account_payment', ...this.#common(this.#id('A', ++this.#counts.account_payment)) },
      ...{ ...this.#shift(), customer: this.#customer(customer) },
      payment: { id: '1', type: by, amount: cash(amount) },
      applies_to: names === 'parts' ? parts : names === 'oldest' ? oldest : [],
    });
    this.#books.add('owed', -amount);
    this.#books.add(`type:${by}`, amount);
    this.#paidLater.set(by, (this.#paidLater.get(by) ?? 0) + amount);
    this.#otherCases.push('later payment of a debt');
    if (open.some((d) => d.dueMinor > 0)) this.#otherCases.push('later payment of a part');
    if (parts.length > 1) this.#otherCases.push('one payment over several invoices');
    if (names === 'oldest' && parts.length > 1)
      this.#otherCases.push('payment of more than is due on what it names');
    if (names === 'nothing') this.#otherCases.push('payment that names no invoice');
  }

  movement({ kind, cents, isTaxed, taxOff, hasPayee }: MovementIntent): void {
    const { code, rate } = this.regime.expenseTax;
    const xeros = taxInside(cents, percent(rate));
    const withTax = kind === 'floating_expense' && isTaxed;
    this.#records.push({
      ...{ type: 'cash_movement', kind, ...this.#common(this.#id('M', ++this.#counts.cash_movement)) },
      ...{ ...this.#shift(), amount: cash(cents) },
      reason: kind === 'floating_expense' ? 'Cleaning' : null,
      payee: kind === 'floating_expense' && hasPayee ? 'Bright Windows' : null,
      // The till's may be a cent from Xero's, whose own stands.
      tax: withTax ? { code, amount: cash(xeros + (rate === '0' ? 0 : taxOff)) } : null,
    });
    this.#sums[kind] += cents;
    this.#otherCases.push(
      kind === 'cash_in' ? 'cash in' : kind === 'cash_out' ? 'cash out' : 'floating expense',
    );
    if (withTax) this.#otherCases.push('floating expense with tax');
    this.#books.add('type:cash', kind === 'cash_in' ? cents : -cents);
    if (kind === 'cash_in') this.#books.add('cashIn', -cents);
    else if (kind === 'cash_out') this.#books.add('cashOut', cents);
    else {
      this.#books.add('expense', cents - (withTax ? xeros : 0));
      this.#books.add('tax', withTax ? xeros : 0);
    }
  }

  close(): TillDay {
    const { openingCents: opening, overCents, removedPercent, heldCents } = this.intent;
    const { cash_in: cashIn, cash_out: cashOut, floating_expense: expenses } = this.#sums;
    const inCash = (this.#paid.get('cash') ?? 0) + (this.#paidLater.get('cash') ?? 0);
    const expected = opening + inCash + cashIn - cashOut - expenses;
    const counted = expected + overCents;
    const removed = shareOf(Math.max(0, counted), removedPercent);
    const amounts = (of: ReadonlyMap<string, Minor>) =>
      [...of].map(([type, amountMinor]) => ({ type, amount: cash(amountMinor) }));
    const { at, ...common } = this.#common(this.#id('S', 1));
    this.#records.push({
      ...{ type: 'shift', ...common, at, version: 2, opened_at: new Date(this.#openedMs).toISOString() },
      opening_amount: cash(opening),
      closing: {
        ...{ closed_at: at, counts: { ...this.#counts } },
        ...{ sales: cash(this.#sums.sales), refunds: cash(this.#sums.refunds) },
        ...{ payments: amounts(this.#paid), account_payments: amounts(this.#paidLater) },
        taxes: [...this.#books.taxes].map(([code, amountMinor]) => ({ code, amount: cash(amountMinor) })),
        ...{ cash_in: cash(cashIn), cash_out: cash(cashOut), floating_expense: cash(expenses) },
        ...{ cash_expected: cash(expected), cash_counted: cash(counted) },
        ...{ cash_removed: cash(removed), cash_left: cash(counted - removed) },
      },
    });
    this.#books.add('overShort', -overCents);
    this.#books.add('cashOut', removed);
    this.#books.add('cashIn', heldCents - opening);
    this.#books.add('type:cash', overCents - removed + opening - heldCents);
    if (overCents !== 0) this.#otherCases.push(overCents > 0 ? 'till variance over' : 'till variance short');
    if (opening !== heldCents) this.#otherCases.push('opening amount');
    for (const { sales, refunds, refundCases } of this.#inType.values()) {
      if (refunds <= sales) continue;
      for (const cases of refundCases) cases.add('more refunds than sales in a payment type');
    }
    return {
      ...{ regime: this.regime, intent: this.intent, records: this.#records, books: this.#books },
      ...{ receiptCases: this.#receiptCases, otherCases: this.#otherCases },
      ...{ openingMinor: opening, countedMinor: counted, removedMinor: removed },
    };
  }

  #id = (letter: string, n: number) =>
    `${this.mark}${this.place.register}-${letter}${String(n).padStart(4, '0')}`;

  #shift = () => ({ shift: this.#id('S', 1) });

  #common(id: string) {
    this.#nowMs += MINUTES_APART * 60_000;
    return {
      ...{ ...this.place, id, version: 1, at: new Date(this.#nowMs).toISOString() },
      ...{ currency: this.regime.currency, status: 'completed' },
    };
  }

  #customer = (n: number) => ({ id: `${this.mark}C${n}`, name: `${this.mark}Customer ${n}` });

  #line({ kind, name, quantity, tax, ...of }: TillLine) {
    return {
      kind,
      product: kind === 'product' ? { id: name, name, category: 'Goods' } : null,
      ...{ quantity, unit_price: cash(of.unitCents) },
      ...{ discount: cash(of.discountMinor), surcharge: cash(of.surchargeMinor), total: cash(of.totalMinor) },
      tax: { code: tax.code, amount: cash(tax.code === 'NONE' ? 0 : taxOf(of.totalMinor, tax, this.regime)) },
    };
  }
}
