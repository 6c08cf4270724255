import type { TillRecord } from './shift-book.ts';

/**
 * What the till's records must be in Xero, worked out from the feed alone and by hand, as an accountant would (PRODUCT.md): one line per
 * document, without the portal's ids. The portal's own planner is not asked: its faults would then be the checker's too.
 */

export type Accounts = Record<'till' | 'card' | 'giftcard', string>;
export type Expected = {
  documents: string[];
  /** Balances of Xero's accounts in cents, debit positive, by name. */
  balances: Map<string, number>;
};

type Payment = { type: string; amount: string };
type Receipt = TillRecord & {
  total: string;
  payments: Payment[];
  customer: { name: string } | null;
  refund_of: { id: string } | null;
};
type Closing = { cash_expected: string; cash_counted: string; cash_removed: string };

export const cents = (text: string): number => Math.round(Number(text) * 100);

/**
 * What must be there of one shop with one register. A record that came again with a higher version was changed after it had been posted: its
 * first version is there as it was, and each later one has the documents that make the difference.
 * @param how `summed`: receipts without a debt go in one summary a shift; `undone`: receipts that he has taken back in Xero
 */
export function expectedOf(
  records: readonly TillRecord[],
  accounts: Accounts,
  { summed, undone }: { summed: boolean; undone: readonly string[] },
): Expected {
  const book = new ExpectedBook(accounts);
  for (const versions of versionsOf(records)) {
    const [record, ...later] = versions as [TillRecord, ...TillRecord[]];
    book.contactsOf(record);
    if (undone.includes(record.id)) continue;
    // A shift comes when it opens, and again when it is closed.
    if (record.type === 'shift') {
      book.shift(later.at(-1) ?? record);
      continue;
    }
    for (const [i, after] of later.entries()) book.changed(versions[i]!, after);
    switch (record.type) {
      case 'receipt':
        if (summed && !(record as Receipt).payments.some((p) => p.type === 'account')) {
          book.sum(record as Receipt);
        } else book.receipt(record as Receipt);
        break;
      case 'account_payment':
        book.debtPaid(record);
        break;
      case 'cash_movement':
        book.cash(record);
    }
  }
  return book.end();
}

/** Of each record its versions, in order and each once: the feed may bring one twice. */
function versionsOf(records: readonly TillRecord[]): TillRecord[][] {
  const all = new Map<string, Map<number, TillRecord>>();
  for (const r of records) all.set(r.id, (all.get(r.id) ?? new Map()).set(Number(r.version), r));
  return [...all.values()].map((versions) => [...versions.keys()].sort().map((v) => versions.get(v)!));
}

class ExpectedBook {
  readonly #documents: string[] = [];
  readonly #balances = new Map<string, number>();
  readonly #contacts = new Set(['Walk-in customers', 'Tagrain till']);
  readonly #sums = new Map<string, Map<string, number>>();
  #isOpened = false;

  constructor(readonly accounts: Accounts) {}

  contactsOf(record: TillRecord) {
    const { customer, payee } = record as { customer?: { name: string } | null; payee?: string | null };
    if (customer) this.#contacts.add(customer.name);
    if (payee) this.#contacts.add(payee);
  }

  receipt(r: Receipt) {
    const total = cents(r.total);
    const name = nameOf(r);
    this.#documents.push(line(total < 0 ? 'creditNote' : 'invoice', name, Math.abs(total)));
    for (const { type, amount } of r.payments) {
      if (type === 'account') {
        this.#move('Accounts Receivable', cents(amount));
        if (total < 0) {
          const to = `${r.outlet}-${r.refund_of?.id}-1`;
          this.#documents.push(line('allocation', `${name} to ${to}`, -cents(amount)));
        }
        continue;
      }
      this.#documents.push(line('payment', name, Math.abs(cents(amount)), this.#account(type)));
      this.#move(this.#account(type), cents(amount));
    }
  }

  sum(r: Receipt) {
    const side = `${r.outlet} ${r.shift} ${cents(r.total) < 0 ? 'REFUND' : 'SUM'}`;
    const sums = this.#sums.get(side) ?? new Map<string, number>();
    for (const { type, amount } of r.payments) {
      sums.set(type, (sums.get(type) ?? 0) + cents(amount));
      this.#move(this.#account(type), cents(amount));
    }
    this.#sums.set(side, sums);
  }

  debtPaid(r: TillRecord) {
    const { payment, applies_to: applies } = r as unknown as {
      payment: Payment;
      applies_to: { id: string; amount: string }[];
    };
    const account = this.#account(payment.type);
    for (const { id, amount } of applies) {
      this.#documents.push(line('payment', `${nameOf(r)} of ${r.outlet}-${id}-1`, cents(amount), account));
      this.#move('Accounts Receivable', -cents(amount));
      this.#move(account, cents(amount));
    }
  }

  cash(r: TillRecord) {
    const amount = cents(String(r.amount));
    if (r.kind === 'floating_expense') {
      this.#documents.push(line('SPEND', `${nameOf(r)}-EXP`, amount, this.accounts.till));
      this.#move(this.accounts.till, -amount);
    } else
      this.#transfer(`${nameOf(r)}-${r.kind === 'cash_in' ? 'IN' : 'OUT'}`, amount, r.kind === 'cash_in');
  }

  /** The difference between two versions, as the smallest document of it. */
  changed(before: TillRecord, after: TillRecord) {
    if (before.type === 'receipt') this.#receiptChanged(before as Receipt, after as Receipt);
    else if (before.type === 'cash_movement') this.#cashChanged(before, after);
    else throw new Error(`No change of ${before.id} is thought of: ${before.type}`);
  }

  #receiptChanged(before: Receipt, after: Receipt) {
    const name = `${nameOf(after)}-C`;
    const by = new Map<string, number>();
    for (const { type, amount } of paidOf(before)) by.set(type, (by.get(type) ?? 0) - cents(amount));
    for (const { type, amount } of paidOf(after)) by.set(type, (by.get(type) ?? 0) + cents(amount));
    const moved = [...by].filter(([, amount]) => amount !== 0);
    const total = moved.reduce((sum, [, amount]) => sum + amount, 0);
    if (total !== 0) this.#documents.push(line(total < 0 ? 'creditNote' : 'invoice', name, Math.abs(total)));
    for (const [type, amount] of moved) {
      this.#move(type === 'account' ? 'Accounts Receivable' : this.#account(type), amount);
      // What is less owed is set off against the first invoice; what is more stands on the new one.
      if (type === 'account' && amount < 0)
        this.#documents.push(line('allocation', `${name} to ${nameOf({ ...after, version: 1 })}`, -amount));
      if (type !== 'account' && total !== 0)
        this.#documents.push(line('payment', name, Math.abs(amount), this.#account(type)));
      // Nothing but who received it is another: it goes from one to the other, seen from the till.
      if (type === 'cash' && total === 0) this.#documents.push(this.#transferOf(`${name}-M1`, amount));
    }
  }

  #cashChanged(before: TillRecord, after: TillRecord) {
    const way = after.kind === 'cash_in' ? 1 : -1;
    const amountOf = (r: TillRecord) => (r.status === 'voided' ? 0 : way * cents(String(r.amount)));
    const amount = amountOf(after) - amountOf(before);
    const mark = after.status === 'voided' ? 'R' : 'C';
    this.#move(this.accounts.till, amount);
    const name = `${nameOf(after)}-${mark}`;
    this.#documents.push(
      after.kind === 'floating_expense'
        ? line(amount < 0 ? 'SPEND' : 'RECEIVE', `${name}-EXP`, Math.abs(amount), this.accounts.till)
        : this.#transferOf(`${name}-${way === 1 ? 'IN' : 'OUT'}`, amount),
    );
  }

  shift(r: TillRecord) {
    if (!this.#isOpened) {
      this.#isOpened = true;
      this.#transfer(`${r.outlet}-${r.register}-OPEN`, cents(String(r.opening_amount)), true);
    }
    if (!r.closing) return;
    const { cash_expected, cash_counted, cash_removed } = r.closing as Closing;
    const over = cents(cash_counted) - cents(cash_expected);
    const till = this.accounts.till;
    if (over !== 0) {
      this.#documents.push(line(over > 0 ? 'RECEIVE' : 'SPEND', `${nameOf(r)}-VAR`, Math.abs(over), till));
      this.#move(till, over);
    }
    this.#transfer(`${nameOf(r)}-OUT`, cents(cash_removed), false);
  }

  end(): Expected {
    for (const [side, sums] of this.#sums) {
      const total = [...sums.values()].reduce((a, b) => a + b, 0);
      this.#documents.push(line(total < 0 ? 'creditNote' : 'invoice', side, Math.abs(total)));
      for (const [type, amount] of sums) {
        this.#documents.push(line('payment', side, Math.abs(amount), this.#account(type)));
      }
    }
    this.#documents.push(...[...this.#contacts].map((name) => line('contact', name, 0)));
    this.#documents.push(...Object.values(this.accounts).map((name) => line('account', name, 0)));
    return { documents: this.#documents, balances: this.#balances };
  }

  #transfer(name: string, amount: number, isIn: boolean) {
    if (amount === 0) return;
    const toTill = isIn ? amount : -amount;
    this.#documents.push(this.#transferOf(name, toTill));
    this.#move(this.accounts.till, toTill);
  }

  #transferOf = (name: string, toTill: number) =>
    line('bankTransfer', name, Math.abs(toTill), `${toTill > 0 ? 'to' : 'from'} ${this.accounts.till}`);

  #account = (type: string) => this.accounts[type === 'cash' ? 'till' : (type as 'card' | 'giftcard')];

  #move(account: string, amount: number) {
    this.#balances.set(account, (this.#balances.get(account) ?? 0) + amount);
  }
}

const paidOf = (r: Receipt) => (r.status === 'voided' ? [] : r.payments);

const nameOf = (r: TillRecord) => `${r.outlet}-${r.id}-${r.version}`;

/** One document in words that till and Xero have in common. */
export const line = (kind: string, name: string, amountCents: number, account = ''): string =>
  [kind, name, ...(amountCents === 0 ? [] : [(amountCents / 100).toFixed(2)]), account]
    .filter(Boolean)
    .join(' ');
