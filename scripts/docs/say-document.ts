import type { ContactRef, DocumentLine, PlannedDocument } from '../../lib/accounting/document.ts';
import type { OrganisationFacts } from '../../lib/accounting/organisation.ts';
import { trackingWords } from '../../lib/accounting/tracking.ts';
import { formatMinor, type Minor, minorDigits } from '../../lib/money/money.ts';
import { WALK_IN } from './case-shop.ts';

/**
 * Planned documents in words, a line for each and, indented, one for each of its own lines.
 * @param documents all of a case: they refer to each other by key
 * @param before those that are there already, and are referred to too
 */
export function sayDocuments(
  documents: readonly PlannedDocument[],
  shop: OrganisationFacts,
  before: readonly PlannedDocument[] = [],
): string[] {
  const byKey = new Map([...before, ...documents].map((d) => [d.key, d]));
  return documents.filter((d) => d.kind !== 'contact').flatMap((d) => say(d, byKey, shop));
}

/** Without the outlet before it: the receipt, and what a correction says of the first document. */
const referred = (reference: string): string => {
  const [receipt = '', ...words] = reference.split(', ');
  return [receipt.split(' ').at(-1), ...words].join(', ');
};

function say(
  document: Exclude<PlannedDocument, { kind: 'contact' }>,
  byKey: ReadonlyMap<string, PlannedDocument>,
  shop: OrganisationFacts,
): string[] {
  const money = (amount: Minor) => formatMinor(amount, minorDigits(document.currency));
  const account = (id: string) => shop.accounts.get(id)?.name ?? '?';
  const nameOf = (contact: ContactRef) => {
    const known = 'contactKey' in contact ? byKey.get(contact.contactKey) : undefined;
    return known?.kind === 'contact' ? known.name : WALK_IN;
  };
  const receiptOf = (key: string) => {
    const known = byKey.get(key);
    return known && 'reference' in known ? referred(known.reference) : '?';
  };
  const line = ({ description, accountId, taxType, grossMinor, taxMinor, tracking }: DocumentLine) => {
    const rate = shop.taxRates.get(taxType)?.name ?? '?';
    const tracked = tracking ? ` [${trackingWords(tracking, shop.tracking).join(', ')}]` : '';
    return `  ${description} ${money(grossMinor)} → ${account(accountId)}, ${rate} ${money(taxMinor)}${tracked}`;
  };
  switch (document.kind) {
    case 'invoice':
    case 'credit_note': {
      const what = document.kind === 'invoice' ? 'Invoice' : 'Credit note';
      const { reference, totalMinor, taxMinor, contact, lines } = document;
      const head = `${what} for ${referred(reference)}, ${nameOf(contact)}: ${money(totalMinor)}, tax ${money(taxMinor)}`;
      return [head, ...lines.map(line)];
    }
    case 'payment': {
      const isBack = byKey.get(document.of)?.kind === 'credit_note';
      const way = isBack
        ? `credit note for ${receiptOf(document.of)}, out of`
        : `invoice for ${receiptOf(document.of)}, into`;
      return [`Payment on the ${way} ${account(document.accountId)}: ${money(document.amountMinor)}`];
    }
    case 'allocation':
      return [
        `Allocation of the credit note for ${receiptOf(document.creditNote)} to the invoice for ${receiptOf(document.invoice)}: ${money(document.amountMinor)}`,
      ];
    case 'bank_transfer':
      return [
        `Transfer from ${account(document.fromAccountId)} to ${account(document.toAccountId)}: ${money(document.amountMinor)}`,
      ];
    case 'bank_transaction': {
      const way = document.type === 'SPEND' ? 'Spent from' : 'Received on';
      const head = `${way} ${account(document.bankAccountId)}, ${nameOf(document.contact)}: ${money(document.totalMinor)}, tax ${money(document.taxMinor)}`;
      return [head, ...document.lines.map(line)];
    }
  }
}
