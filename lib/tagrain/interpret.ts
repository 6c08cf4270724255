import { allowedStray, strayOf } from '@/lib/accounting/adds-up';
import type { BusinessDays } from '@/lib/accounting/business-day';
import type { Refusal } from '@/lib/accounting/refusal';
import type { Receipt, ReceiptLine, Shift, TillTransaction } from '@/lib/accounting/till-transaction';
import { formatMinor, type Minor, minorDigits, parseMinor, sum } from '@/lib/money/money';
import { apportion } from '@/lib/money/rounding';
import {
  type AccountPaymentRecord,
  type CashMovementRecord,
  type FeedRecord,
  feedRecord,
  isPlausibleTime,
  type ReceiptRecord,
  type ShiftRecord,
} from './schema.ts';

/** A raw record as interpreted: nothing, one or several till transactions, each perhaps with the reason why it is held. */
export type Interpreted = { till: TillTransaction; refusal: Refusal | null };

/**
 * Turns one raw record into till transactions. Pure: it can be run again over what was kept.
 * @param raw the record as it came
 * @param businessDays the outlet's calendar, or null when the outlet is unknown
 * @param receivedAt ISO time used where an unreadable record has none
 */
export function interpret(
  raw: unknown,
  businessDays: BusinessDays | null,
  receivedAt: string,
): Interpreted[] {
  const parsed = feedRecord.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return [unreadable(raw, receivedAt, `${issue.path.join('.') || 'record'}: ${issue.message}`)];
  }
  const record = parsed.data;
  if (businessDays === null) {
    return [
      {
        ...unreadable(raw, record.at, ''),
        refusal: {
          code: 'unknown_outlet',
          text: `The till has not described outlet “${record.outlet}”. Save and test the Tagrain key again under Set It Up, then sync.`,
        },
      },
    ];
  }
  try {
    return interpretKnown(record, businessDays);
  } catch (error) {
    if (error instanceof BadAmount) return [unreadable(raw, record.at, error.message)];
    throw error;
  }
}

class BadAmount extends Error {}

function interpretKnown(record: FeedRecord, businessDays: BusinessDays): Interpreted[] {
  const digits = minorDigits(record.currency);
  const money = (text: string): Minor => {
    const amount = parseMinor(text, digits);
    if (amount === null) throw new BadAmount(`“${text}” is not an amount in ${record.currency}`);
    return amount;
  };
  switch (record.type) {
    case 'receipt':
      return [receipt(record, businessDays, money)];
    case 'account_payment':
      return [accountPayment(record, businessDays, money)];
    case 'cash_movement':
      return [cashMovement(record, businessDays, money)];
    case 'shift':
      return shift(record, businessDays, money);
  }
}

type Money = (text: string) => Minor;

function envelope(record: FeedRecord, at: string, days: BusinessDays, shiftId: string | null) {
  return {
    outlet: record.outlet,
    register: record.register,
    recordId: record.id,
    version: record.version,
    shift: shiftId,
    occurredAt: at,
    businessDay: days.of(at),
    currency: record.currency,
    voided: record.status === 'voided',
  };
}

/** The placeholder of a record that cannot be read: kept, shown and held. @param at ISO time used where it has none */
export function unreadable(raw: unknown, at: string, detail: string): Interpreted {
  const r = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof r[key] === 'string' ? (r[key] as string) : null);
  const said = text('at');
  const readableAt = said !== null && isPlausibleTime(said) ? new Date(said).toISOString() : at;
  const version = typeof r.version === 'number' && Number.isInteger(r.version) ? r.version : 1;
  return {
    till: {
      kind: 'unknown',
      outlet: text('outlet') ?? '',
      register: text('register'),
      recordId: text('id') ?? '',
      version: version >= 1 && version <= 2_147_483_647 ? version : 1,
      shift: text('shift'),
      occurredAt: readableAt,
      businessDay: readableAt.slice(0, 10),
      currency: /^[A-Z]{3}$/.test(text('currency') ?? '') ? text('currency')! : 'XXX',
      totalMinor: 0,
      voided: false,
      content: {},
    },
    refusal: {
      code: 'record_unreadable',
      text: `The till sent a record that we cannot read (${detail}). Nothing of it was posted; ask the till's support to send it again, corrected, with a higher version.`,
    },
  };
}

function receipt(record: ReceiptRecord, days: BusinessDays, money: Money): Interpreted {
  const totalMinor = money(record.total);
  const roundingMinor = money(record.rounding);
  const taxes = record.taxes.map((t) => ({ code: t.code, amountMinor: money(t.amount) }));
  const exclusive = record.prices === 'exclusive';
  const lines = linesAfterReceiptDiscount(record, money, exclusive, taxes);
  const payments = record.payments.map((p) => ({ id: p.id, type: p.type, amountMinor: money(p.amount) }));
  const content: Receipt = {
    customer: record.customer
      ? { id: record.customer.id, name: record.customer.name, email: record.customer.email ?? null }
      : null,
    refundOf: record.refund_of ?? null,
    lines,
    taxes,
    roundingMinor,
    payments,
  };
  const till: TillTransaction = {
    ...envelope(record, record.at, days, record.shift ?? null),
    kind: totalMinor < 0 ? 'sale_refund' : 'sale',
    totalMinor,
    content,
  };
  const suspected = record.suspected_duplicate_of ? suspectedDuplicate() : null;
  // What a person may release must be right by itself.
  return { till, refusal: addsUp(till, content) ?? suspected };
}

/** Gross and tax per line once the receipt's own discount is apportioned; Σ tax per code is the receipt's own. */
function linesAfterReceiptDiscount(
  record: ReceiptRecord,
  money: Money,
  exclusive: boolean,
  taxes: { code: string; amountMinor: Minor }[],
): ReceiptLine[] {
  const totals = record.lines.map((line) => money(line.total));
  const lineTaxes = record.lines.map((line) => money(line.tax.amount));
  const discountMinor = money(record.discount);
  if (discountMinor !== 0 && totals.some((t) => t !== 0)) {
    const shares = apportion(discountMinor, discountWeights(discounted(record, totals)));
    for (const [i, share] of shares.entries()) totals[i]! -= share;
  }
  for (const { code, amountMinor } of taxes) {
    const of = record.lines.flatMap((line, i) => (line.tax.code === code ? [i] : []));
    const less = sum(of.map((i) => lineTaxes[i]!)) - amountMinor;
    if (less === 0) continue;
    // Lines of a few cents have no tax each, and a cent of it together.
    const isUntaxed = of.every((i) => lineTaxes[i] === 0);
    // Without a discount only rounding explains it: a till that rounds tax on the receipt shows its lines rounded each.
    if ((discountMinor === 0 || isUntaxed) && Math.abs(less) > of.length) continue;
    const weights = discountWeights(of.map((i) => (isUntaxed ? totals[i]! : lineTaxes[i]!)));
    if (weights.every((weight) => weight === 0)) continue;
    const taxShares = apportion(less, weights);
    for (const [n, i] of of.entries()) lineTaxes[i]! -= taxShares[n]!;
  }
  return record.lines.map((line, i) => ({
    kind: line.kind,
    productId: line.product?.id ?? null,
    productName: line.product?.name ?? null,
    category: line.product?.category ?? null,
    quantity: line.quantity,
    grossMinor: exclusive ? totals[i]! + lineTaxes[i]! : totals[i]!,
    taxCode: line.tax.code,
    taxMinor: lineTaxes[i]!,
  }));
}

/**
 * A receipt's discount comes off what is sold. A gift card, a deposit or a tip is owed in full whatever the goods beside it cost; only
 * where nothing else is on the receipt do they bear it.
 */
function discounted(record: ReceiptRecord, totals: Minor[]): Minor[] {
  const sold = totals.map((t, i) => (/^(product|surcharge)$/.test(record.lines[i]!.kind) ? t : 0));
  return sold.some((t) => t !== 0) ? sold : totals;
}

/** A discount is spread over what is sold; where a receipt only takes back, over what comes back. */
function discountWeights(totals: Minor[]): Minor[] {
  const positive = totals.map((t) => Math.max(t, 0));
  return positive.some((t) => t > 0) ? positive : totals.map((t) => Math.max(-t, 0));
}

function suspectedDuplicate(): Refusal {
  return {
    code: 'suspected_duplicate',
    text: 'The file gives no receipt numbers, and another receipt has the same outlet, time, total and payments. Decide whether it is the same one.',
  };
}

/** A receipt that misses its own total by more than rounding is the till's fault, and no cent of it may be guessed. */
function addsUp(till: TillTransaction, content: Receipt): Refusal | null {
  const digits = minorDigits(till.currency);
  const off = (what: string, made: Minor, said: Minor): Refusal => ({
    code: 'receipt_does_not_add_up',
    text: `${what} make ${formatMinor(made, digits)}, but the receipt says ${formatMinor(said, digits)}. It was not posted; have it corrected at the till.`,
  });
  const stray = strayOf(content, till.totalMinor);
  if (Math.abs(stray) > allowedStray(till.currency)) {
    return off('Its lines and rounding', till.totalMinor - stray, till.totalMinor);
  }
  const paid = sum(content.payments.map((p) => p.amountMinor));
  if (paid !== till.totalMinor) return off('Its payments', paid, till.totalMinor);
  const codes = new Set([...content.taxes.map((t) => t.code), ...content.lines.map((l) => l.taxCode)]);
  for (const code of codes) {
    const ofLines = sum(content.lines.filter((l) => l.taxCode === code).map((l) => l.taxMinor));
    const ofReceipt = sum(content.taxes.filter((t) => t.code === code).map((t) => t.amountMinor));
    if (ofLines !== ofReceipt) return off(`The lines' tax amounts of ${code}`, ofLines, ofReceipt);
  }
  return null;
}

function accountPayment(record: AccountPaymentRecord, days: BusinessDays, money: Money): Interpreted {
  const payment = {
    id: record.payment.id,
    type: record.payment.type,
    amountMinor: money(record.payment.amount),
  };
  const till: TillTransaction = {
    ...envelope(record, record.at, days, record.shift ?? null),
    kind: 'payment',
    totalMinor: payment.amountMinor,
    content: {
      customer: { id: record.customer.id, name: record.customer.name, email: record.customer.email ?? null },
      payment,
      appliesTo: record.applies_to.map((a) => ({ outlet: a.outlet, id: a.id, amountMinor: money(a.amount) })),
    },
  };
  return { till, refusal: null };
}

function cashMovement(record: CashMovementRecord, days: BusinessDays, money: Money): Interpreted {
  const till: TillTransaction = {
    ...envelope(record, record.at, days, record.shift ?? null),
    kind: record.kind,
    totalMinor: money(record.amount),
    content: {
      reason: record.reason ?? null,
      payee: record.payee ?? null,
      tax: record.tax ? { code: record.tax.code, amountMinor: money(record.tax.amount) } : null,
      removedAtClosing: false,
    },
  };
  return { till, refusal: null };
}

/** A closed shift yields the shift itself, what was taken out of the drawer, and the variance where there is one. */
function shift(record: ShiftRecord, days: BusinessDays, money: Money): Interpreted[] {
  const c = record.closing ?? null;
  const base = envelope(record, c?.closed_at ?? record.at, days, record.id);
  const content: Shift = {
    openedAt: record.opened_at,
    closedAt: c?.closed_at ?? null,
    openingMinor: money(record.opening_amount),
    closing: c && {
      receipts: c.counts.receipt,
      accountPayments: c.counts.account_payment,
      cashMovements: c.counts.cash_movement,
      salesMinor: money(c.sales),
      refundsMinor: money(c.refunds),
      payments: c.payments.map((p) => ({ type: p.type, amountMinor: money(p.amount) })),
      accountPaymentsByType: c.account_payments.map((p) => ({ type: p.type, amountMinor: money(p.amount) })),
      taxes: c.taxes.map((t) => ({ code: t.code, amountMinor: money(t.amount) })),
      cashInMinor: money(c.cash_in),
      cashOutMinor: money(c.cash_out),
      floatingExpenseMinor: money(c.floating_expense),
      expectedMinor: money(c.cash_expected),
      countedMinor: money(c.cash_counted),
      removedMinor: money(c.cash_removed),
      leftMinor: money(c.cash_left),
    },
  };
  const found: Interpreted[] = [
    { till: { ...base, kind: 'shift', totalMinor: content.openingMinor, content }, refusal: null },
  ];
  if (!content.closing) return found;
  const { expectedMinor, countedMinor, removedMinor } = content.closing;
  if (removedMinor !== 0) {
    found.push({
      till: {
        ...base,
        kind: 'cash_out',
        totalMinor: removedMinor,
        content: { reason: 'Removed at closing', payee: null, tax: null, removedAtClosing: true },
      },
      refusal: null,
    });
  }
  if (countedMinor !== expectedMinor) {
    found.push({
      till: {
        ...base,
        kind: 'till_variance',
        totalMinor: countedMinor - expectedMinor,
        content: { expectedMinor, countedMinor },
      },
      refusal: null,
    });
  }
  return found;
}
