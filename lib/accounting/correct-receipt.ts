import { type Minor, sum } from '@/lib/money/money';
import { addDays } from './business-day.ts';
import { receivingAccount } from './chosen.ts';
import {
  type Correction,
  type CorrectionName,
  correctionKey,
  correctionNumber,
  correctionWords,
  movesFromTo,
  type Version,
  withContacts,
} from './correction.ts';
import { isSameContact, type OpenInvoice, spread } from './debts.ts';
import type {
  ContactDocument,
  ContactRef,
  DocumentLine,
  PaymentDocument,
  PlannedDocument,
  Provenance,
  SalesDocument,
} from './document.ts';
import { RECEIVABLE, TAX } from './journal.ts';
import { documentDate, lateWords } from './late.ts';
import { netLines, turned } from './net-lines.ts';
import { markOf } from './number.ts';
import { type Plan, type PlanningContext, planOf } from './plan.ts';
import { allocationsTo } from './plan-allocation.ts';
import { planDebtMove } from './plan-debt-move.ts';
import { contactOfReceipt, planReceipt, receiptLines } from './plan-receipt.ts';
import { planMove } from './plan-settlement.ts';
import type { Refusal } from './refusal.ts';
import { settle } from './settlement.ts';
import type { TillTransaction } from './till-transaction.ts';
import { unsound } from './validators.ts';

export type Sale = TillTransaction & { kind: 'sale' | 'sale_refund' };

/** What a version of a receipt is in the books, signs as of a sale. */
type Stand = {
  contact: { ref: ContactRef; documents: ContactDocument[] };
  lines: DocumentLine[];
  /** What came in, by receiving account. */
  money: Map<string, Minor>;
  owedMinor: Minor;
};

type Planned = { documents: PlannedDocument[]; provenance: Provenance[] };

/**
 * Plans what makes of a receipt in Xero the receipt that the till tells now: the difference in one document where it can be said so, an
 * invoice if it is more, a credit note if it is less, and money only where accounts differ. Else (another customer's debt, another
 * day, a debt in place of money) the earlier one is reversed and the later one posted for itself.
 */
export function correctReceipt(correction: Correction<Sale>): Plan {
  const { earlier, later } = correction;
  const refusals: Refusal[] = [];
  const before = standOf(earlier, refusals);
  const after = later.till.voided ? null : standOf(later, refusals);
  if (refusals.length > 0) return planOf(refusals, [], []);
  const planned =
    (after && isApart(correction, before, after)
      ? null
      : difference(correction, 'correction', before, after, refusals)) ??
    reversedAndNew(correction, before, refusals);
  if (refusals.length === 0 && !movesFromTo(moved(before), planned.documents, moved(after))) {
    refusals.push(...unsound(['it moves from the earlier version to the later']));
  }
  return planOf(refusals, planned.documents, planned.provenance);
}

/** Whether the two cannot be told in one document. */
function isApart({ earlier, later }: Correction<Sale>, before: Stand, after: Stand): boolean {
  const isDebt = before.owedMinor !== 0 || after.owedMinor !== 0;
  return (
    earlier.till.businessDay !== later.till.businessDay ||
    (isDebt && !isSameContact(before.contact.ref, after.contact.ref))
  );
}

function standOf({ till, context }: Version<Sale>, refusals: Refusal[]): Stand {
  const sign = till.kind === 'sale' ? 1 : -1;
  const lines = receiptLines(till, sign, context, refusals);
  const stand: Stand = {
    contact: contactOfReceipt(till, context, refusals),
    lines: sign === 1 ? lines : lines.map(turned),
    ...{ money: new Map(), owedMinor: 0 },
  };
  for (const { type, amountMinor } of till.content.payments) {
    const account = receivingAccount(type, context, refusals);
    if (account === 'on_account') stand.owedMinor += amountMinor;
    else if (account !== null) stand.money.set(account, (stand.money.get(account) ?? 0) + amountMinor);
  }
  return stand;
}

/** The earlier one taken back, and the later one as if it were the first. */
function reversedAndNew(correction: Correction<Sale>, before: Stand, refusals: Refusal[]): Planned {
  const { later } = correction;
  const reversed = difference(correction, 'reversal', before, null, refusals);
  if (reversed === null) throw new Error('a reversal can always be told');
  if (later.till.voided) return reversed;
  const debts = later.context.debts.without([]);
  debts.note(later.till, reversed.documents);
  const anew = planReceipt(later.till, { ...later.context, debts });
  if (!anew.ok) {
    refusals.push(...anew.refusals);
    return reversed;
  }
  const documents = [...reversed.documents, ...anew.documents];
  return {
    documents: withContacts(documents.filter(isContact), documents),
    provenance: [...reversed.provenance, ...anew.provenance],
  };
}

const isContact = ({ kind }: PlannedDocument) => kind === 'contact';

/** What is left to settle of a difference. */
type Open = { money: Map<string, Minor>; owedMinor: Minor; debts: OpenInvoice[] };

/** @returns null where the difference cannot be told in one document: money would stand against a debt */
function difference(
  correction: Correction<Sale>,
  name: CorrectionName,
  before: Stand,
  after: Stand | null,
  refusals: Refusal[],
): Planned | null {
  const { till, context } = correction.later;
  const { contact } = after ?? before;
  const lines = netLines(before.lines, after?.lines ?? []);
  const total = sum(lines.map((line) => line.grossMinor));
  const sign = total < 0 ? -1 : 1;
  const document = documentOf(correction, name, lines, sign, contact.ref);
  const open: Open = {
    money: netMoney(before.money, after?.money ?? new Map()),
    owedMinor: (after?.owedMinor ?? 0) - before.owedMinor,
    debts: debtsOf(till, contact.ref, context),
  };
  // What is taken back whole goes the way it came.
  const paid = name === 'reversal' ? [] : payDebts(till, name, document, open);
  if (paid === null) return null;
  const settlement = settle(
    [...open.money, [DEBT, open.owedMinor] as const].map(([type, amountMinor]) => ({
      id: type,
      type,
      amountMinor,
    })),
    sign,
    isDebt,
  );
  const isAgainstDebt = settlement.moves.some(({ fromType, toType }) => isDebt(fromType) || isDebt(toType));
  if (isAgainstDebt && name === 'correction') return null;
  if (open.owedMinor > 0) document.dueDate = addDays(document.date, context.policy.dueDays);

  const planned: Planned = { documents: [], provenance: [] };
  const add = (role: string, ...documents: PlannedDocument[]) => {
    planned.documents.push(...documents);
    const key = documents.at(-1)?.key;
    if (key) planned.provenance.push({ documentKey: key, role });
  };
  const setOff = (creditNote: SalesDocument, amountMinor: Minor, ...marks: string[]) => {
    const made = allocationsTo(open.debts, till, creditNote, amountMinor, context, [name, ...marks]);
    planned.documents.push(...made.documents);
    planned.provenance.push(...made.provenance);
    for (const { invoice, amountMinor } of made.documents) {
      open.debts.find(({ key }) => key === invoice)!.dueMinor -= amountMinor;
    }
  };
  if (lines.length > 0) add(name, document);
  for (const payment of paid) add(`${name}:payment:${payment.accountId}:${payment.of}`, payment);
  for (const { type, amountMinor } of settlement.payments) {
    if (!isDebt(type)) add(`${name}:payment:${type}`, paymentOf(till, name, document, type, amountMinor));
    // What is more on an invoice is owed there; what is less is set off.
    else if (document.kind === 'credit_note') setOff(document, amountMinor);
  }
  const nameOf = (id: string) => context.organisation.accounts.get(id)!;
  for (const [i, { fromType, toType, amountMinor }] of settlement.moves.entries()) {
    const index = i + 1;
    const keyFor = (what: string) => (kind: string) => correctionKey(kind, till, name, `${what}:${index}`);
    if (!isDebt(fromType) && !isDebt(toType)) {
      const [from, to] = [nameOf(fromType), nameOf(toType)];
      const move = { fromType: from.name, toType: to.name, index, amountMinor, from, to };
      add(`${name}:move:${index}`, ...planMove(keyFor('move'), document, move, context, refusals));
      continue;
    }
    const account = nameOf(isDebt(toType) ? fromType : toType);
    const move = { index, type: account.name, account, amountMinor, isGiven: isDebt(toType) };
    const moved = planDebtMove(keyFor('debt'), document, move, context, refusals);
    if (!moved) continue;
    add(`debt:${name}:${index}`, moved.debt);
    if (moved.cash) add(`${name}:move:${index}`, moved.cash);
    if (moved.debt.kind === 'credit_note') setOff(moved.debt, amountMinor, `D${index}`);
  }
  return { ...planned, documents: withContacts(contact.documents, planned.documents) };
}

/** A debt among receiving accounts, whose ids are never this. */
const DEBT = 'debt';
const isDebt = (type: string) => type === DEBT;

function documentOf(
  correction: Correction<Sale>,
  name: CorrectionName,
  lines: readonly DocumentLine[],
  sign: 1 | -1,
  contact: ContactRef,
): SalesDocument {
  const { till, context } = correction.later;
  const day = name === 'reversal' ? correction.earlier.till.businessDay : till.businessDay;
  const kind = sign === 1 ? 'invoice' : 'credit_note';
  const date = documentDate(day, context);
  const signed = sign === 1 ? [...lines] : lines.map(turned);
  const words = `, ${correctionWords(name, correction)}${lateWords(day, context)}`;
  return {
    kind,
    key: correctionKey(kind, till, name),
    number: correctionNumber(till, context, name),
    contact,
    ...{ date, dueDate: date },
    reference: `${context.outletName(till.outlet)} ${till.recordId}${words}`.slice(0, 255),
    currency: till.currency,
    status: context.policy.status,
    lines: signed,
    totalMinor: sum(signed.map((l) => l.grossMinor)),
    taxMinor: sum(signed.map((l) => l.taxMinor)),
  };
}

/** What is still due on the receipt's invoices, after those by which it was corrected before. */
function debtsOf({ outlet, recordId }: Sale, contact: ContactRef, { debts }: PlanningContext): OpenInvoice[] {
  return debts
    .ofReceipt({ outlet, id: recordId })
    .filter((invoice) => isSameContact(invoice.contact, contact))
    .map((invoice) => ({ ...invoice }));
}

/**
 * Money in place of a debt pays it: what was on account was paid by card after all. Takes what it pays off what is open.
 * @returns null where less is due than would be paid, since the customer has paid it meanwhile
 */
function payDebts(
  till: Sale,
  name: CorrectionName,
  document: SalesDocument,
  open: Open,
): PaymentDocument[] | null {
  const payments: PaymentDocument[] = [];
  for (const [accountId, amountMinor] of open.money) {
    const wanted = Math.min(Math.max(amountMinor, 0), Math.max(-open.owedMinor, 0));
    const { parts, restMinor } = spread(wanted, open.debts);
    if (restMinor > 0) return null;
    for (const { invoice, amountMinor: part } of parts) {
      const payment = paymentOf(till, name, document, accountId, part);
      const mark = markOf(accountId, invoice.key);
      payments.push({
        ...payment,
        key: `${payment.key}:${encodeURIComponent(invoice.key)}`,
        number: `${document.number}-D${mark}`,
        of: invoice.key,
      });
      invoice.dueMinor -= part;
    }
    open.money.set(accountId, amountMinor - wanted);
    open.owedMinor += wanted;
  }
  return payments;
}

const paymentOf = (
  till: Sale,
  name: CorrectionName,
  document: SalesDocument,
  accountId: string,
  amountMinor: Minor,
): PaymentDocument => ({
  kind: 'payment',
  key: correctionKey('payment', till, name, accountId),
  number: `${document.number}-P${markOf(accountId)}`,
  of: document.key,
  accountId,
  date: document.date,
  currency: document.currency,
  amountMinor,
});

/** By account, in an order that does not depend on the payments'. */
function netMoney(before: ReadonlyMap<string, Minor>, after: ReadonlyMap<string, Minor>): Map<string, Minor> {
  const accounts = [...new Set([...before.keys(), ...after.keys()])].sort();
  return new Map(accounts.map((id) => [id, (after.get(id) ?? 0) - (before.get(id) ?? 0)]));
}

/** What a version moves in the books, debits positive. */
function moved(stand: Stand | null): Map<string, Minor> {
  const entries = new Map<string, Minor>();
  const add = (account: string, amount: Minor) => entries.set(account, (entries.get(account) ?? 0) + amount);
  for (const { accountId, grossMinor, taxMinor } of stand?.lines ?? []) {
    add(accountId, taxMinor - grossMinor);
    add(TAX, -taxMinor);
  }
  for (const [account, amount] of stand?.money ?? []) add(account, amount);
  add(RECEIVABLE, stand?.owedMinor ?? 0);
  return entries;
}
