import type { XeroEntry } from './books.ts';
import { cents, line } from './expected.ts';

/** What is in Xero's books, in the words of `expected.ts`. What a person undid does not count. */
export function foundIn(
  entries: readonly XeroEntry[],
  accounts: Record<string, string>,
): {
  documents: string[];
  balances: Map<string, number>;
} {
  const live = entries.filter((e) => !e.deleted && !/VOIDED|DELETED/.test(String(e.status ?? '')));
  const balances = live.filter((e) => e.kind === 'balance');
  // The dump names accounts by their code.
  const names = new Map(balances.map((b) => [String(b.account), String(b.name)]));
  const nameOf = (account: unknown) => names.get(String(account)) ?? String(account);
  const wanted = new Set(Object.values(accounts));
  return {
    documents: [
      ...live.filter((e) => e.kind !== 'balance').map((e) => worded(e, nameOf, accounts.till!)),
      // Accounts of the portal's making; a second one of a name would be one too many.
      ...balances.filter((b) => wanted.has(String(b.name))).map((b) => line('account', String(b.name), 0)),
    ],
    balances: new Map(balances.map((b) => [String(b.name), cents(String(b.balance))])),
  };
}

function worded(e: XeroEntry, nameOf: (account: unknown) => string, till: string): string {
  const amount = cents(String(e.total ?? e.amount ?? '0'));
  switch (e.kind) {
    case 'contact':
      return line('contact', String(e.name), 0);
    case 'invoice':
    case 'creditNote':
      return line(e.kind, documentName(e.number), amount);
    case 'payment':
      return line('payment', paymentName(e.reference, e.document), amount, nameOf(e.account));
    case 'allocation':
      return line('allocation', `${documentName(e.creditNote)} to ${documentName(e.invoice)}`, amount);
    case 'bankTransaction':
      return line(String(e.type), documentName(e.reference), amount, nameOf(e.bankAccount));
    case 'bankTransfer': {
      const isIn = nameOf(e.to) === till;
      return line('bankTransfer', documentName(e.reference), amount, `${isIn ? 'to' : 'from'} ${till}`);
    }
    default:
      return JSON.stringify(e);
  }
}

/** A number without the solution's short id in front; a summary's by outlet, shift and side. */
function documentName(number: unknown): string {
  const [, ...parts] = String(number).split('-');
  const [outlet, s, shift, , side] = parts;
  return s === 'S' && /^(SUM|REFUND)$/.test(side ?? '') ? `${outlet} ${shift} ${side}` : parts.join('-');
}

/** The record that a payment comes of, and what it pays where that is another's; a summary's payments end in type and mark, those of a correction in a mark. */
function paymentName(reference: unknown, paid: unknown): string {
  const [name, of] = [documentName(reference), documentName(paid)];
  if (name.includes(' ')) return name;
  const own = name.replace(/-P(\d+|[0-9A-F]{16})$/, '');
  return own === of ? own : `${own} of ${of}`;
}
