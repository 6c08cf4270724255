/** Writes the records of one shift as the till would (docs/feed.md), its closing's control totals among them. Amounts are in cents. */

export type TillRecord = Record<string, unknown> & { type: string; id: string };
export type Customer = { id: string; name: string };
export type Place = { outlet: string; register: string };
export type Paid = [type: string, cents: number];

export const money = (cents: number): string =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;

/** GST of a tenth that is in an amount, half up, away from zero. */
const gstIn = (cents: number) => Math.sign(cents) * Math.floor((Math.abs(cents) * 2 + 11) / 22);

/** What a receipt of one line says of money: what is paid makes its total. */
export function amountsOf(paid: readonly Paid[], code: string): Record<string, unknown> {
  const cents = paid.reduce((sum, [, amount]) => sum + amount, 0);
  const tax = { code, amount: money(code === 'FREE' ? 0 : gstIn(cents)) };
  return {
    lines: [
      {
        kind: 'product',
        product: { id: 'P1', name: 'Linen apron', category: 'Kitchen' },
        quantity: cents < 0 ? '-1' : '1',
        unit_price: money(Math.abs(cents)),
        ...{ discount: '0.00', surcharge: '0.00', total: money(cents), tax },
      },
    ],
    ...{ discount: '0.00', taxes: [tax], rounding: '0.00', total: money(cents) },
    payments: paid.map(([type, amount], i) => ({ id: String(i + 1), type, amount: money(amount) })),
  };
}

class Sums {
  readonly #sums = new Map<string, number>();

  add(name: string, cents: number) {
    this.#sums.set(name, this.of(name) + cents);
  }

  of(name: string): number {
    return this.#sums.get(name) ?? 0;
  }

  list(key: string): Record<string, string>[] {
    return [...this.#sums].map(([name, cents]) => ({ [key]: name, amount: money(cents) }));
  }
}

export class ShiftBook {
  readonly records: TillRecord[] = [];
  readonly #paid = new Sums();
  readonly #debtsPaid = new Sums();
  readonly #taxes = new Sums();
  readonly #moved = new Sums();
  readonly #totals = new Sums();
  readonly #counts = { receipt: 0, account_payment: 0, cash_movement: 0 };
  #minutes = 0;

  constructor(
    readonly place: Place,
    readonly day: string,
    readonly id: string,
    readonly openingCents: number,
  ) {
    // Its opening comes garbled, which its closing makes good as a newer version: what cannot be read at once goes by way of the inbox.
    this.records.push({ ...this.#head('shift', id), ...this.#shift(), opening_amount: '?', closing: null });
  }

  /** A sale, or with a minus a refund; what is paid makes its total. */
  receipt(id: string, paid: Paid[], more: { customer?: Customer; refundOf?: string; isFree?: boolean } = {}) {
    const cents = paid.reduce((sum, [, amount]) => sum + amount, 0);
    const code = more.isFree ? 'FREE' : 'GST';
    this.#counts.receipt++;
    this.#totals.add(cents < 0 ? 'refunds' : 'sales', cents);
    this.#taxes.add(code, more.isFree ? 0 : gstIn(cents));
    for (const [type, amount] of paid) this.#paid.add(type, amount);
    this.records.push({
      ...this.#head('receipt', id),
      shift: this.id,
      customer: more.customer ?? null,
      prices: 'inclusive',
      refund_of: more.refundOf ? { outlet: this.place.outlet, id: more.refundOf } : null,
      ...amountsOf(paid, code),
    });
  }

  /** A debt is paid, of one receipt or of several. */
  accountPayment(id: string, customer: Customer, type: string, applies: [receipt: string, cents: number][]) {
    const cents = applies.reduce((sum, [, amount]) => sum + amount, 0);
    this.#counts.account_payment++;
    this.#debtsPaid.add(type, cents);
    this.records.push({
      ...this.#head('account_payment', id),
      ...{ shift: this.id, customer, payment: { id: '1', type, amount: money(cents) } },
      applies_to: applies.map(([of, amount]) => ({
        outlet: this.place.outlet,
        ...{ id: of, amount: money(amount) },
      })),
    });
  }

  cash(
    id: string,
    kind: 'cash_in' | 'cash_out' | 'floating_expense',
    cents: number,
    more: { reason: string; payee?: string; tax?: boolean },
  ) {
    this.#counts.cash_movement++;
    this.#moved.add(kind, cents);
    this.records.push({
      ...this.#head('cash_movement', id),
      ...{ kind, shift: this.id, amount: money(cents), reason: more.reason, payee: more.payee ?? null },
      tax: more.tax ? { code: 'GST', amount: money(gstIn(cents)) } : null,
    });
  }

  /**
   * @param mostLeftCents what stays in the drawer, where there is as much
   * @returns what stays
   */
  close(overCents: number, mostLeftCents: number): number {
    const moved = (kind: string) => this.#moved.of(kind);
    const expected =
      this.openingCents +
      this.#paid.of('cash') +
      this.#debtsPaid.of('cash') +
      moved('cash_in') -
      moved('cash_out') -
      moved('floating_expense');
    const counted = expected + overCents;
    const leftCents = Math.min(mostLeftCents, counted);
    const head = this.#head('shift', this.id);
    this.records.push({
      ...head,
      version: 2,
      ...this.#shift(),
      closing: {
        ...{ closed_at: head.at, counts: this.#counts },
        ...{ sales: money(this.#totals.of('sales')), refunds: money(this.#totals.of('refunds')) },
        ...{ payments: this.#paid.list('type'), account_payments: this.#debtsPaid.list('type') },
        taxes: this.#taxes.list('code'),
        ...{ cash_in: money(moved('cash_in')), cash_out: money(moved('cash_out')) },
        floating_expense: money(moved('floating_expense')),
        ...{ cash_expected: money(expected), cash_counted: money(counted) },
        ...{ cash_removed: money(counted - leftCents), cash_left: money(leftCents) },
      },
    });
    return leftCents;
  }

  #head(type: string, id: string) {
    const minutes = this.#minutes++;
    const time = `${String(9 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    // At the outlet it is this business day in summer and in winter.
    const at = `${this.day}T${time}:00+10:00`;
    return { type, ...this.place, id, version: 1, at, currency: 'AUD', status: 'completed' };
  }

  #shift = () => ({ opened_at: `${this.day}T09:00:00+10:00`, opening_amount: money(this.openingCents) });
}
