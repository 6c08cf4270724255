/** Counts and totals of an organisation's books, every amount as text and as an integer. */

import { shownStatus } from '../api/wire.ts';
import { formatMinor } from '../base/decimal.ts';
import { type Books, dueMinor } from '../books/books.ts';
import { type Account, isCredit } from '../books/types.ts';

type Json = Record<string, unknown>;

const amount = (name: string, minor: number): Json => ({
  [name]: formatMinor(minor),
  [`${name}Minor`]: minor,
});

/** Counts and totals by some name. */
class Tally {
  count = 0;
  minor = 0;
  private readonly groups = new Map<string, Tally>();

  add(minor: number, group?: string): void {
    this.count += 1;
    this.minor += minor;
    if (group === undefined) return;
    let tally = this.groups.get(group);
    if (!tally) {
      tally = new Tally();
      this.groups.set(group, tally);
    }
    tally.add(minor);
  }

  json(): Json {
    return { count: this.count, ...amount('total', this.minor) };
  }

  byGroup(): Json {
    return Object.fromEntries([...this.groups].sort().map(([name, tally]) => [name, tally.json()]));
  }
}

export const accountName = (account: Account): string => account.code ?? account.name;

const isDead = (status: string): boolean => status === 'VOIDED' || status === 'DELETED';

/** The answer of GET /sandbox/organisations/{org}/books. */
export function totalsOf(books: Books): Json {
  return {
    ...documentTotals(books),
    payments: paymentTotals(books),
    allocations: allocationTotals(books),
    bankTransactions: bankTransactionTotals(books),
    bankTransfers: bankTransferTotals(books),
    manualJournals: { count: books.manualJournals.size },
    contacts: { count: books.contacts.size },
    trialBalance: trialBalanceOf(books),
  };
}

function documentTotals(books: Books): Json {
  const sides = { invoices: sideTotals(), creditNotes: sideTotals() };
  for (const doc of books.documents.all()) {
    const side = isCredit(doc.type) ? sides.creditNotes : sides.invoices;
    const status = shownStatus(doc);
    side.statuses.add(doc.totalMinor, status);
    if (isDead(status)) continue;
    side.subTotal += doc.subTotalMinor;
    side.totalTax += doc.taxMinor;
    side.total += doc.totalMinor;
    side.due += dueMinor(doc);
    side.paid += doc.settled.paidMinor;
    side.credited += doc.settled.creditedMinor;
  }
  return {
    invoices: {
      ...sideJson(sides.invoices),
      ...amount('amountDue', sides.invoices.due),
      ...amount('amountPaid', sides.invoices.paid),
      ...amount('amountCredited', sides.invoices.credited),
    },
    creditNotes: {
      ...sideJson(sides.creditNotes),
      ...amount('remainingCredit', sides.creditNotes.due),
      ...amount('refunded', sides.creditNotes.paid),
      ...amount('allocated', sides.creditNotes.credited),
    },
  };
}

const sideTotals = () => ({
  statuses: new Tally(),
  subTotal: 0,
  totalTax: 0,
  total: 0,
  due: 0,
  paid: 0,
  credited: 0,
});

const sideJson = (side: ReturnType<typeof sideTotals>): Json => ({
  count: side.statuses.count,
  byStatus: side.statuses.byGroup(),
  ...amount('subTotal', side.subTotal),
  ...amount('totalTax', side.totalTax),
  ...amount('total', side.total),
});

function paymentTotals(books: Books): Json {
  const all = new Tally();
  const live = new Tally();
  const sides = { invoice: new Tally(), creditNote: new Tally() };
  for (const payment of books.payments.all()) {
    all.add(payment.amountMinor, payment.status);
    if (payment.status === 'DELETED') continue;
    live.add(payment.amountMinor, accountName(books.account(payment.accountId)));
    const side = isCredit(books.document(payment.docId).type) ? sides.creditNote : sides.invoice;
    side.add(payment.amountMinor);
  }
  return {
    count: all.count,
    ...amount('total', live.minor),
    byAccount: live.byGroup(),
    byStatus: all.byGroup(),
    bySide: { invoice: sides.invoice.json(), creditNote: sides.creditNote.json() },
  };
}

function allocationTotals(books: Books): Json {
  const tally = new Tally();
  for (const row of books.allocations.all()) if (!row.deleted) tally.add(row.amountMinor);
  return tally.json();
}

function bankTransactionTotals(books: Books): Json {
  const all = new Tally();
  const live = { SPEND: new Tally(), RECEIVE: new Tally() };
  for (const row of books.bankTransactions.all()) {
    all.add(row.totalMinor, row.status);
    if (row.status === 'AUTHORISED')
      live[row.type].add(row.totalMinor, accountName(books.account(row.bankAccountId)));
  }
  const side = (tally: Tally): Json => ({ ...tally.json(), byAccount: tally.byGroup() });
  return { count: all.count, byStatus: all.byGroup(), spend: side(live.SPEND), receive: side(live.RECEIVE) };
}

function bankTransferTotals(books: Books): Json {
  const all = new Tally();
  let live = 0;
  for (const row of books.bankTransfers.all()) {
    all.add(row.amountMinor, row.status);
    if (row.status === 'AUTHORISED') live += row.amountMinor;
  }
  return { count: all.count, byStatus: all.byGroup(), ...amount('total', live) };
}

function trialBalanceOf(books: Books): Json {
  const byAccount: Json = {};
  for (const account of books.accounts.all()) {
    const minor = books.ledger.balance(account.id);
    if (minor !== 0) Object.assign(byAccount, amount(accountName(account), minor));
  }
  return { ...amount('sum', books.ledger.sum()), byAccount };
}
