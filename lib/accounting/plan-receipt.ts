import { formatMinor, type Minor, minorDigits, sumOf } from '@/lib/money/money';
import { taxInsideAt } from '@/lib/money/rounding';
import { allowedStray, allowedTaxDifference, strayOf } from './adds-up.ts';
import { addDays } from './business-day.ts';
import { isOnAccount } from './chosen.ts';
import {
  type ContactDocument,
  type ContactRef,
  type DocumentLine,
  type SalesDocument,
  taxOf,
} from './document.ts';
import { documentDate, lateWords } from './late.ts';
import { type DetailedLine, sumLines } from './line-detail.ts';
import { contactNumber, documentKey, documentNumber, numberStart, sourceOf } from './number.ts';
import type { TaxRateFacts } from './organisation.ts';
import { own } from './own.ts';
import { currencyAndLock, type Plan, type PlanningContext, planOf } from './plan.ts';
import { planLine, planNothingSold, planRounding } from './plan-line.ts';
import { type Planned, planSettlement } from './plan-settlement.ts';
import type { Refusal } from './refusal.ts';
import type { Customer, Receipt, TillTransaction } from './till-transaction.ts';

type Sale = TillTransaction & { kind: 'sale' | 'sale_refund' };

/**
 * Plans a sale or a refund: one invoice (total ≥ 0) or credit note (below, signs turned), and one payment per payment type.
 * PRODUCT.md "What each becomes in Xero".
 */
export function planReceipt(till: Sale, context: PlanningContext): Plan {
  const { content } = till;
  const sign = till.kind === 'sale' ? 1 : -1;
  const refusals = currencyAndLock(till, context);
  const customer = contactOfReceipt(till, context, refusals);
  const lines = receiptLines(till, sign, context, refusals);

  const kind = till.kind === 'sale' ? 'invoice' : 'credit_note';
  const source = sourceOf(till.outlet, till.recordId, till.version);
  const key = kind + source;
  const number = documentNumber(numberStart(context), till.outlet, till.recordId, till.version);
  const date = documentDate(till.businessDay, context);
  const document: SalesDocument = {
    kind,
    key,
    number,
    contact: customer.ref,
    date,
    dueDate: isDebt(content, context) ? addDays(date, context.policy.dueDays) : date,
    reference: referenceOf(till, context),
    currency: till.currency,
    status: context.policy.status,
    lines,
    totalMinor: till.totalMinor * sign,
    taxMinor: sumOf(lines, taxOf),
  };
  const planned: Planned = {
    documents: [...customer.documents, document],
    provenance: [{ documentKey: key, role: 'receipt' }],
  };
  planSettlement(till, document, source, context, refusals, planned);
  return planOf(refusals, planned.documents, planned.provenance);
}

/** The lines of a receipt's own document. @param sign 1 for a sale, −1 for a refund, whose signs are turned */
export function receiptLines(
  till: Sale,
  sign: 1 | -1,
  context: PlanningContext,
  refusals: Refusal[],
): DocumentLine[] {
  const { content } = till;
  const detailed: DetailedLine[] = [];
  for (const line of content.lines) add(detailed, planLine(line, sign, context, refusals));
  add(detailed, planRounding(content.roundingMinor * sign, context, refusals));
  add(detailed, planStray(till, sign, context, refusals));
  if (content.lines.length === 0 && detailed.length === 0) add(detailed, planNothingSold(context, refusals));
  checkTaxes(till, context, refusals);
  return sumLines(detailed, context.policy.lineDetail);
}

function add(detailed: DetailedLine[], line: DetailedLine | null): void {
  if (line) detailed.push(line);
}

/** What people find a receipt's document by: outlet, receipt number, and the true day where the document has another. */
function referenceOf({ outlet, recordId, businessDay }: Sale, context: PlanningContext): string {
  const late = lateWords(businessDay, context);
  return `${`${context.outletName(outlet)} ${recordId}`.slice(0, 255 - late.length)}${late}`;
}

/** Whether a debt is left, or taken back: some of it was paid “on account”. */
function isDebt({ payments }: Receipt, context: PlanningContext): boolean {
  for (const { type, amountMinor } of payments) {
    if (amountMinor !== 0 && isOnAccount(type, context)) return true;
  }
  return false;
}

/** The contact that an own document of a receipt is booked under. */
export function contactOfReceipt(
  { kind, content }: Sale,
  context: PlanningContext,
  refusals: Refusal[],
): { ref: ContactRef; documents: ContactDocument[] } {
  const { customer, refundOf } = content;
  // A debt that is taken back is that of whoever owes it, named once more or not.
  const takesBackDebt = kind === 'sale_refund' && !customer && isDebt(content, context);
  const [owed] = takesBackDebt && refundOf ? context.debts.ofReceipt(refundOf) : [];
  return owed ? { ref: owed.contact, documents: [] } : contactOf(customer, context, refusals);
}

/** The contact that a receipt is booked under: its customer, or the one for walk-ins. */
export function contactOf(
  customer: Customer | null,
  context: PlanningContext,
  refusals: Refusal[],
): { ref: ContactRef; documents: ContactDocument[] } {
  if (customer) {
    const contact = customerContact(customer, context);
    return { ref: { contactKey: contact.key }, documents: [contact] };
  }
  const contactId = context.mapping.walkInContactId;
  if (!contactId) {
    refusals.push({
      code: 'walk_in_contact_missing',
      text: 'Choose the contact under which walk-in customers are booked.',
      field: 'walkInContactId',
    });
  }
  return { ref: { contactId: contactId ?? '' }, documents: [] };
}

/** Key of a customer's contact, by the till's id of him. */
export const customerKey = (id: string): string => documentKey('contact', id);

/** A named customer as a contact in Xero. */
export function customerContact({ id, name, email }: Customer, context: PlanningContext): ContactDocument {
  const number = contactNumber(context.shortId, 'C', id);
  return {
    ...{ kind: 'contact', key: customerKey(id), number },
    // Xero takes no contact without a name.
    name: name.trim() || `Customer ${id}`,
    email: email !== null && isEmail(email) ? email : null,
  };
}

/** Tills hold anything there ("none"), and Xero refuses a contact, and all that hangs on it, for an address that is none. */
const isEmail = (text: string) => /^[\w.%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(text);

/** What lies between lines and total goes to the rounding account, as long as it is no more than rounding. */
export function planStray(
  { content, totalMinor, currency }: Sale,
  sign: 1 | -1,
  context: PlanningContext,
  refusals: Refusal[],
): DetailedLine | null {
  const stray = strayOf(content, totalMinor);
  if (Math.abs(stray) > allowedStray(currency)) {
    const money = (amount: Minor) => formatMinor(amount, minorDigits(currency));
    refusals.push({
      code: 'receipt_does_not_add_up',
      text: `Its lines and rounding make ${money(totalMinor - stray)}, but the receipt says ${money(totalMinor)}. It was not posted; have it corrected at the till.`,
    });
  }
  return planRounding(stray * sign, context, refusals, 'Rounding of the lines');
}

/** The taxes of a receipt's lines of one code, in minor units: the till's, and what the rate makes of the same lines. */
type TaxOfCode = {
  code: string;
  rate: TaxRateFacts;
  insideOf: (gross: Minor) => Minor;
  lines: number;
  tills: Minor;
  xeros: Minor;
};

/** The till's tax may differ from the chosen rate's by rounding only. More than that means a wrong rate, and goes to a person. */
export function checkTaxes(
  { content, currency }: Sale,
  { mapping, organisation }: PlanningContext,
  refusals: Refusal[],
): void {
  // A list, since a receipt has few codes: a Map takes several times as long to make.
  const taxes: TaxOfCode[] = [];
  for (const { taxCode, taxMinor, grossMinor } of content.lines) {
    let of = ofCode(taxes, taxCode);
    if (!of) {
      const rate = organisation.taxRates.get(own(mapping.taxTypes, taxCode) ?? '');
      if (!rate) continue;
      of = { code: taxCode, rate, insideOf: taxInsideAt(rate.rate), lines: 0, tills: 0, xeros: 0 };
      taxes.push(of);
    }
    of.lines += 1;
    of.tills += taxMinor;
    of.xeros += of.insideOf(grossMinor);
  }
  for (const { code, rate, lines, tills, xeros } of taxes) {
    // The till rounded a tax for each line, and so does Xero.
    if (Math.abs(tills - xeros) > allowedTaxDifference(lines, lines)) {
      const money = (amount: Minor) => formatMinor(amount, minorDigits(currency));
      refusals.push({
        code: 'tax_differs',
        text: `The till's tax of “${code}” is ${money(tills)}, the chosen rate “${rate.name}” (${rate.rate} %) makes ${money(xeros)}. Check the rate chosen for it.`,
        field: `taxTypes.${code}`,
      });
    }
  }
}

function ofCode(taxes: readonly TaxOfCode[], code: string): TaxOfCode | null {
  for (const tax of taxes) if (tax.code === code) return tax;
  return null;
}
