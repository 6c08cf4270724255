import { addDays, businessDay, formatAt, localHour, momentOf, weekday } from '../clock.ts';
import { formatMinor, parseScaled, roundToStep, SCALE, taxOf } from '../money.ts';
import { Random } from '../random.ts';
import type { Business, CashMovement, Outlet, Receipt, Shift, TillRecord } from '../records.ts';
import { catalogueOf, EXPENSES, OPERATORS } from './catalogue.ts';
import { PAY, paymentTypes, type ShopContext } from './context.ts';
import { COUNTRIES, type CountryCode, DAY_CUTOFF } from './countries.ts';
import { type Draft, dueOf, makeLine, type Stamp, writeReceipt } from './draft.ts';
import * as extra from './extras.ts';
import { type Debt, Pools } from './pools.ts';
import * as scene from './scenes.ts';
import { type Register, type RunningShift, ShiftSums } from './shifts.ts';

/** Everything that decides a retailer's bytes. */
export interface ShopOptions {
  business: string;
  name: string;
  seed: string;
  country: CountryCode;
  outlets: number;
  registers: number;
  /** Receipts of a register on a common day. */
  size: number;
  extras: boolean;
  closedSundays: boolean;
}

/** Takes each record at the moment it happens; what arrives is in this order. */
export type Emit = (record: TillRecord) => void;

const FLOAT_MINOR = 20_000;

const COMMON_SCENES = { sale: 100, refund: 4, accountSale: 3, giftCardSale: 2.5 };
const EXTRA_SCENES = {
  cashBack: 2.5,
  swap: 1.5,
  exchange: 2.5,
  receiptDiscount: 4,
  tip: 3,
  cardSurcharge: 2,
  deposit: 2.5,
  collection: 2.5,
  storeCreditRefund: 2,
  storeCreditSale: 2.5,
  loyalty: 3,
};
/** What is done to an earlier receipt instead of making a new one. */
const EXTRA_ACTIONS = { void: 2.5, correct: 2.5, correctLater: 1.5 };

const SCENES: Record<keyof typeof COMMON_SCENES | keyof typeof EXTRA_SCENES, scene.Scene> = {
  ...{
    sale: scene.sale,
    refund: scene.refund,
    accountSale: scene.accountSale,
    giftCardSale: scene.giftCardSale,
  },
  ...extra,
};

/** How busy an hour is, of 100; nights are quiet. */
const HOURS: Record<number, number> = {
  8: 35,
  9: 55,
  10: 75,
  11: 90,
  12: 100,
  13: 95,
  14: 80,
  15: 80,
  16: 75,
};
/** How busy a weekday is, per cent of a common day; Monday is 1. */
const WEEKDAYS: Record<number, number> = { 1: 80, 2: 85, 3: 90, 4: 105, 5: 115, 6: 135, 7: 85 };

/** One retailer, running from day to day: same options and same days, same records. */
export class Shop {
  readonly business: Business;
  private readonly shop: ShopContext;
  private readonly registers: Register[] = [];
  private trades = 0;

  constructor(
    private readonly options: ShopOptions,
    private readonly emit: Emit,
  ) {
    const country = COUNTRIES[options.country];
    this.business = descriptionOf(options);
    this.shop = {
      business: this.business,
      country,
      catalogue: catalogueOf(country),
      rates: new Map(country.taxes.map((tax) => [tax.code, parseScaled(tax.rate)])),
      seed: options.seed,
      extras: options.extras,
      pools: new Pools(),
    };
    this.business.outlets.forEach((outlet, outletIndex) => {
      for (const { id } of outlet.registers) {
        this.registers.push({
          outletIndex,
          id,
          numbers: { receipt: 0, account: 0, movement: 0, shift: 0 },
          leftMinor: FLOAT_MINOR,
          open: null,
          closed: null,
          lastMs: 0,
        });
      }
    });
  }

  /** Trades one business day at every outlet, everything in the order in which it happens. */
  tradeDay(date: string): void {
    const plan: { atMs: number; run: () => void }[] = [];
    for (const register of this.registers) {
      for (const event of this.planDay(register, date)) plan.push(event);
    }
    plan.sort((a, b) => a.atMs - b.atMs);
    for (const event of plan) event.run();
  }

  /**
   * Trades at this very moment. Receipts lie a second apart and end at the moment given, but never before what the
   * register did last.
   */
  tradeNow(request: { receipts: number; atMs: number; close: boolean; registers: string[] }): void {
    const { receipts, close, registers } = request;
    const atMs = Math.floor(request.atMs / 1000) * 1000;
    const chosen = this.registers.filter((register) => registers.includes(register.id));
    const first = Math.max(atMs - receipts * 1000, ...chosen.map((register) => register.lastMs));
    if (chosen.length === 0) throw new Refusal('unknown_register', 'There is no such register.');
    if (first > atMs)
      throw new Refusal('too_early', 'That is before the last record of one of these registers.');
    const random = new Random(this.options.seed, 'trade', this.trades++);
    for (let index = 0; index < receipts; index++) {
      const register = random.pick(chosen);
      const momentMs = Math.max(first, atMs - (receipts - 1 - index) * 1000);
      if (!register.open) this.openShift(register, first);
      this.receipt(register, momentMs, random, false);
    }
    if (close) for (const register of chosen) if (register.open) this.closeShift(register, atMs);
  }

  /** The registers of an outlet, one register, or all. */
  registerIds(outlet?: string, register?: string): string[] {
    return this.business.outlets
      .filter(({ id }) => outlet === undefined || id === outlet)
      .flatMap(({ registers }) => registers.map(({ id }) => id))
      .filter((id) => register === undefined || id === register);
  }

  /** The first business day on which no register has done anything yet, or null where none has done anything at all. */
  nextDay(): string | null {
    const days = this.registers
      .filter((register) => register.lastMs > 0)
      .map((register) => {
        const { time_zone, day_cutoff } = this.outletOf(register);
        return businessDay(time_zone, day_cutoff, register.lastMs);
      });
    return days.length > 0 ? addDays(days.sort().at(-1)!, 1) : null;
  }

  private outletOf(register: Register): Outlet {
    return this.business.outlets[register.outletIndex]!;
  }

  /** Says when what happens at one register on one day. */
  private planDay(register: Register, date: string): { atMs: number; run: () => void }[] {
    const day = weekday(date);
    if (day === 7 && this.options.closedSundays && register.outletIndex > 0) return [];
    const zone = this.outletOf(register).time_zone;
    const random = new Random(this.options.seed, register.id, date);
    const { opens, closes, late } = this.hoursOf(register, day, random);
    const openMs = momentOf(zone, date, opens);
    const closeMs = momentOf(zone, date, closes);
    const plan: { atMs: number; run: () => void }[] = [];
    const at = (atMs: number, run: () => void) => plan.push({ atMs, run });

    // A shift left open overnight is closed before the new one opens; with extras only after an hour's trade on it.
    let startMs = openMs;
    if (register.open) {
      const endMs = this.options.extras ? openMs + 75 * 60_000 : openMs - 600_000;
      at(endMs, () => this.closeShift(register, endMs));
      if (this.options.extras) startMs = endMs + 300_000;
    }
    at(startMs, () => this.openShift(register, startMs));

    const count = Math.round((this.options.size * (WEEKDAYS[day] ?? 100) * random.int(85, 115)) / 10_000);
    for (let index = 0; index < count; index++) {
      const slot = new Random(this.options.seed, register.id, date, index);
      const atMs = busyMoment(slot, zone, openMs, closeMs, late);
      at(atMs, () => this.receipt(register, atMs, slot, true));
    }
    const between = () => random.int(openMs / 1000 + 1800, momentOf(zone, date, 16 * 60) / 1000) * 1000;
    for (const [name, chance] of [
      ['cashIn', 0.25],
      ['cashOut', 0.4],
      ['expense', 0.35],
      ['debt', 0.6],
    ] as const) {
      const due = random.chance(chance);
      const atMs = between();
      const own = new Random(this.options.seed, register.id, date, name);
      if (due) at(atMs, () => this[name](register, atMs, own));
    }
    const forgotten = this.options.extras && random.chance(0.04);
    if (!forgotten) at(closeMs, () => this.closeShift(register, closeMs));
    return plan;
  }

  /** Opening hours in minutes of the day. On Fridays and Saturdays the first register stays open past midnight. */
  private hoursOf(register: Register, day: number, random: Random) {
    const jitter = random.int(-7, 7);
    if (day === 7) return { opens: 9 * 60 + 52 + jitter, closes: 16 * 60 + 20 + jitter, late: false };
    const opens = 8 * 60 + 45 + jitter;
    const first = this.outletOf(register).registers[0]?.id === register.id;
    if (first && day === 5) return { opens, closes: 24 * 60 + 55 + jitter, late: true };
    if (first && day === 6) return { opens, closes: 27 * 60 + 35 + jitter, late: true };
    return { opens, closes: day === 4 ? 21 * 60 + 8 + jitter : 17 * 60 + 40 + jitter, late: false };
  }

  private stamp(register: Register, shift: RunningShift, id: string, atMs: number): Stamp {
    const { id: outlet, time_zone } = this.outletOf(register);
    register.lastMs = Math.max(register.lastMs, atMs);
    const operator = OPERATORS[(register.numbers.shift + register.outletIndex) % OPERATORS.length]!;
    return { outlet, register: register.id, shift: shift.id, id, at: formatAt(time_zone, atMs), operator };
  }

  private money(minor: number): string {
    return formatMinor(minor, this.business.minor_digits);
  }

  private openShift(register: Register, atMs: number): void {
    const { id: outlet, time_zone } = this.outletOf(register);
    const id = `${register.id}-S${number(++register.numbers.shift, 4)}`;
    const at = formatAt(time_zone, atMs);
    register.lastMs = atMs;
    const record: Shift = {
      type: 'shift',
      outlet,
      register: register.id,
      id,
      version: 1,
      at,
      currency: this.business.currency,
      status: 'completed',
      opened_at: at,
      opening_amount: this.money(register.leftMinor),
      closing: null,
    };
    register.open = {
      id,
      record,
      openingMinor: register.leftMinor,
      sums: new ShiftSums(this.shop),
      plain: [],
    };
    this.emit(record);
  }

  /** Counts the drawer: over, short or exact; leaves a round float for tomorrow and takes the rest out. */
  private closeShift(register: Register, atMs: number): void {
    const shift = register.open;
    if (!shift) return;
    const random = new Random(this.options.seed, 'close', shift.id);
    const step = this.shop.country.cashStep;
    const expected = shift.sums.expectedCash(shift.openingMinor);
    const drift = roundToStep(random.chance(0.8) ? random.int(5, 300) : random.int(300, 2000), step);
    const variance = { exact: 0, short: -drift, over: drift }[
      random.weighted({ exact: 55, short: 27, over: 18 })
    ];
    const counted = Math.max(0, expected + variance);
    const left = Math.min(random.pick([FLOAT_MINOR, FLOAT_MINOR, FLOAT_MINOR, 15_000, 25_000]), counted);
    const card = shift.sums.taken(PAY.card) + (random.chance(0.02) ? random.pick([-1000, 500, 2000]) : 0);
    const at = formatAt(this.outletOf(register).time_zone, atMs);
    register.lastMs = Math.max(register.lastMs, atMs);
    shift.record = {
      ...shift.record,
      version: 2,
      at,
      closing: {
        closed_at: at,
        ...shift.sums.controls(),
        cash_expected: this.money(expected),
        cash_counted: this.money(counted),
        cash_removed: this.money(counted - left),
        cash_left: this.money(left),
        counted: [{ type: PAY.card, amount: this.money(card) }],
      },
    };
    register.leftMinor = left;
    register.open = null;
    register.closed = shift;
    this.emit(shift.record);
  }

  /** What one place in the day's queue brings: mostly a receipt, with extras sometimes a change to an earlier one. */
  private receipt(register: Register, atMs: number, random: Random, mayChange: boolean): void {
    const shift = register.open;
    // Between a forgotten shift's closing and the next opening nobody is served.
    if (!shift) return;
    if (this.options.extras && mayChange) {
      const action = random.weighted({ none: 100, ...EXTRA_ACTIONS });
      if (action === 'void' && this.voidOne(shift, random)) return;
      if (action === 'correct' && this.correctOne(shift, random)) return;
      if (action === 'correctLater' && register.closed && this.correctOne(register.closed, random)) return;
    }
    const weights = this.options.extras ? { ...COMMON_SCENES, ...EXTRA_SCENES } : COMMON_SCENES;
    const moment: scene.Moment = {
      shop: this.shop,
      random,
      outlet: this.outletOf(register).id,
      atMs,
      drawerMinor: shift.sums.expectedCash(shift.openingMinor),
    };
    const draft = SCENES[random.weighted(weights)](moment) ?? scene.sale(moment);
    if (!draft) return;
    const id = `${register.id}-${number(++register.numbers.receipt, 6)}`;
    const stamp = this.stamp(register, shift, id, atMs);
    const receipt = writeReceipt(this.shop, draft, stamp);
    const ref = { outlet: stamp.outlet, id };
    shift.sums.add(receipt);
    draft.afterwards?.(ref);
    if (draft.plain) {
      const sold = { ref, draft, soldMs: atMs, untouched: true };
      this.shop.pools.addSold(sold);
      if (this.options.extras) shift.plain.push({ sold, receipt });
    }
    this.emit(receipt);
  }

  /** Voids a receipt of the running shift: it comes again, content and all, and counts nowhere. */
  private voidOne(shift: RunningShift, random: Random): boolean {
    const drawerMinor = shift.sums.expectedCash(shift.openingMinor);
    const found = pickPlain(shift, random, (draft) => cashOf(draft) <= drawerMinor);
    if (!found) return false;
    found.sold.untouched = false;
    shift.sums.add(found.receipt, -1);
    this.emit({ ...found.receipt, version: 2, status: 'voided' });
    return true;
  }

  /**
   * Corrects a receipt that was paid by card: one piece more on its first line. Where its shift is closed already, the
   * closing comes again with control totals that hold; the drawer is not touched, so its cash stays as it was counted.
   */
  private correctOne(shift: RunningShift, random: Random): boolean {
    const found = pickPlain(shift, random, (draft) => cashOf(draft) === 0 && draft.roundingMinor === 0);
    if (!found) return false;
    const [line, ...rest] = found.sold.draft.lines;
    if (!line) return false;
    found.sold.untouched = false;
    const lines = [makeLine(this.shop, { ...line, quantityScaled: line.quantityScaled + SCALE }), ...rest];
    const minor = dueOf(this.shop, { lines, discountMinor: 0 });
    const draft: Draft = { ...found.sold.draft, lines, payments: [{ type: PAY.card, minor }] };
    const { outlet, register, shift: shiftId, id, at, operator } = found.receipt;
    const stamp = { outlet, register, shift: shiftId, id, at, operator: operator ?? '' };
    const corrected: Receipt = writeReceipt(this.shop, draft, stamp, 2);
    shift.sums.add(found.receipt, -1);
    shift.sums.add(corrected);
    this.emit(corrected);
    const { closing } = shift.record;
    if (closing) {
      const version = shift.record.version + 1;
      shift.record = { ...shift.record, version, closing: { ...closing, ...shift.sums.controls() } };
      this.emit(shift.record);
    }
    return true;
  }

  private movement(
    register: Register,
    atMs: number,
    content: Pick<CashMovement, 'kind' | 'reason'> & Partial<CashMovement> & { minor: number },
  ): void {
    const shift = register.open;
    if (!shift) return;
    const { minor, ...rest } = content;
    const id = `${register.id}-M${number(++register.numbers.movement, 4)}`;
    const record: CashMovement = {
      type: 'cash_movement',
      ...this.stamp(register, shift, id, atMs),
      version: 1,
      currency: this.business.currency,
      status: 'completed',
      amount: this.money(minor),
      payee: null,
      tax: null,
      ...rest,
    };
    shift.sums.add(record);
    this.emit(record);
  }

  private cashIn(register: Register, atMs: number, random: Random): void {
    const minor = random.int(5, 15) * 1000;
    const reason = random.chance(0.7) ? 'Change from the safe' : 'Change from the bank';
    this.movement(register, atMs, { kind: 'cash_in', reason, minor });
  }

  /** The drawer is too full: what is over the float goes to the safe, in round notes. */
  private cashOut(register: Register, atMs: number, random: Random): void {
    const over = this.drawerOf(register) - FLOAT_MINOR;
    const minor = Math.floor(over / 5000) * 5000;
    if (minor <= 0) return;
    const reason = random.chance(0.8) ? 'To the safe' : 'To the bank';
    this.movement(register, atMs, { kind: 'cash_out', reason, minor });
  }

  private expense(register: Register, atMs: number, random: Random): void {
    const { reason, payee, taxed, range } = random.pick(EXPENSES);
    const minor = roundToStep(random.int(...range), this.shop.country.cashStep);
    if (minor > this.drawerOf(register)) return;
    const code = this.shop.country.taxCodes.standard;
    // Petty cash is paid with the tax in it. A sales tax (prices without it) is nothing that a shop gets back.
    const tax = taxOf(minor, this.shop.rates.get(code) ?? 0, 'inclusive');
    const bearsTax = taxed && this.business.prices === 'inclusive';
    this.movement(register, atMs, {
      kind: 'floating_expense',
      reason,
      payee,
      minor,
      tax: bearsTax ? { code, amount: this.money(tax) } : null,
    });
  }

  private drawerOf(register: Register): number {
    return register.open ? register.open.sums.expectedCash(register.open.openingMinor) : 0;
  }

  /** A customer pays what he has owed for some days: one receipt, a part of it, or several at once. */
  private debt(register: Register, atMs: number, random: Random): void {
    const { debts } = this.shop.pools;
    const old = debts.filter((debt) => atMs - debt.sinceMs > 3 * 86_400_000);
    const shift = register.open;
    if (old.length === 0 || !shift) return;
    const customer = random.pick(old).customer;
    const his = old.filter((debt) => debt.customer === customer);
    const part = (debt: Debt) => Math.max(1, Math.floor(debt.leftMinor / 1000) * 500);
    const way = random.weighted({ one: 45, part: 25, several: 30 });
    const paid = (way === 'several' ? his.slice(0, 4) : his.slice(0, 1)).map((debt) => ({
      debt,
      minor: way === 'part' ? part(debt) : debt.leftMinor,
    }));
    const total = paid.reduce((sum, { minor }) => sum + minor, 0);
    const step = this.shop.country.cashStep;
    // An account payment has no rounding, so only a sum that coins can pay is paid in cash.
    const type = random.chance(0.4) && total % step === 0 ? PAY.cash : PAY.card;
    for (const { debt, minor } of paid) debt.leftMinor -= minor;
    this.shop.pools.debts = debts.filter((debt) => debt.leftMinor > 0);
    const id = `${register.id}-A${number(++register.numbers.account, 4)}`;
    const record = {
      type: 'account_payment' as const,
      ...this.stamp(register, shift, id, atMs),
      version: 1,
      currency: this.business.currency,
      status: 'completed' as const,
      customer,
      payment: { id: '1', type, amount: this.money(total) },
      applies_to: paid.map(({ debt, minor }) => ({ ...debt.ref, amount: this.money(minor) })),
    };
    shift.sums.add(record);
    this.emit(record);
  }
}

/** A call that cannot be done as asked; `code` goes to the caller. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What the shop looks like: outlets, registers, taxes and payment types. */
function descriptionOf(options: ShopOptions): Business {
  const country = COUNTRIES[options.country];
  const words = options.business.split('-').filter((word) => /^[a-z]/.test(word));
  const initials =
    words.length > 1 ? words.map((word) => word[0]).join('') : (words[0] ?? 'till').slice(0, 2);
  const share = (index: number) =>
    Math.floor(options.registers / options.outlets) + (index < options.registers % options.outlets ? 1 : 0);
  const outlets = country.outlets.slice(0, options.outlets).map(({ name, timeZone }, index) => {
    const id = `${initials.slice(0, 4).toUpperCase()}${index + 1}`;
    const registers = Array.from({ length: share(index) }, (_, at) => ({
      id: `${id}-R${at + 1}`,
      name: ['Front till', 'Back till'][at] ?? `Till ${at + 1}`,
    }));
    return { id, name, time_zone: timeZone, day_cutoff: DAY_CUTOFF, registers };
  });
  return {
    business: options.business,
    name: options.name,
    country: country.code,
    currency: country.currency,
    minor_digits: country.minorDigits,
    prices: country.prices,
    taxes: country.taxes,
    payment_types: paymentTypes(country, options.extras),
    outlets,
  };
}

/** A moment of the day, more likely in busy hours. Late nights draw few. */
function busyMoment(random: Random, zone: string, openMs: number, closeMs: number, late: boolean): number {
  for (let tries = 0; ; tries++) {
    const atMs = random.int(openMs / 1000 + 120, closeMs / 1000 - 120) * 1000;
    const hour = localHour(zone, atMs);
    const busy = HOURS[hour] ?? (late ? (hour < 4 ? 12 : 25) : 45);
    if (random.chance(busy / 100) || tries > 50) return atMs;
  }
}

function pickPlain(shift: RunningShift, random: Random, fits: (draft: Draft) => boolean) {
  const found = shift.plain.filter(({ sold }) => sold.untouched && fits(sold.draft));
  return found.length > 0 ? random.pick(found) : null;
}

function cashOf(draft: Draft): number {
  return draft.payments.reduce((sum, payment) => sum + (payment.type === PAY.cash ? payment.minor : 0), 0);
}

function number(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
