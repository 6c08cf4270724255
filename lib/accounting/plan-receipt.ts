import { sum } from '@/lib/money/money';
import { percent, taxInside } from '@/lib/money/rounding';
import { addDays } from './business-day.ts';
import type { ContactDocument, ContactRef, SalesDocument } from './document.ts';
import { sumLines } from './line-detail.ts';
import { contactNumber, documentKey, documentNumber } from './number.ts';
import { own } from './own.ts';
import { currencyAndLock, type Plan, type PlanningContext, planOf } from './plan.ts';
import { planLine, planRounding } from './plan-line.ts';
import { planSettlement } from './plan-settlement.ts';
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
  const refusals: Refusal[] = [...currencyAndLock(till, context)];
  const customer = contactOf(content.customer, context, refusals);
  const detailed = [
    ...content.lines.flatMap((line) => planLine(line, sign, context, refusals)),
    ...planRounding(content.roundingMinor * sign, context, refusals),
  ];
  const lines = sumLines(detailed, context.policy.lineDetail);
  refusals.push(...taxStrays(content, context));

  const kind = till.kind === 'sale' ? 'invoice' : 'credit_note';
  const key = documentKey(kind, till.outlet, till.recordId, till.version);
  const number = documentNumber(context.shortId, till.outlet, till.recordId, till.version);
  const document: SalesDocument = {
    kind,
    key,
    number,
    contact: customer.ref,
    date: till.businessDay,
    dueDate: isOnAccount(content, context)
      ? addDays(till.businessDay, context.policy.dueDays)
      : till.businessDay,
    reference: `${context.outletName(till.outlet)} ${till.recordId}`.slice(0, 255),
    currency: till.currency,
    status: context.policy.status,
    lines,
    totalMinor: till.totalMinor * sign,
    taxMinor: sum(lines.map((l) => l.taxMinor)),
  };
  const settled = planSettlement(till, document, context, refusals);
  return planOf(
    refusals,
    [...customer.documents, document, ...settled.documents],
    [{ documentKey: key, role: 'receipt' }, ...settled.provenance],
  );
}

/** Whether a debt is left: some of it was paid “on account”. */
const isOnAccount = (content: Receipt, { mapping }: PlanningContext): boolean =>
  content.payments.some(({ type, amountMinor }) => {
    const target = own(mapping.paymentTypes, type);
    return amountMinor !== 0 && target !== undefined && 'onAccount' in target;
  });

/** The contact that a receipt is booked under: its customer, or the one for walk-ins. */
export function contactOf(
  customer: Customer | null,
  context: PlanningContext,
  refusals: Refusal[],
): { ref: ContactRef; documents: ContactDocument[] } {
  if (customer) {
    const key = documentKey('contact', customer.id);
    const number = contactNumber(context.shortId, 'C', customer.id);
    const { name, email } = customer;
    return { ref: { contactKey: key }, documents: [{ kind: 'contact', key, number, name, email }] };
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

/**
 * The till's tax may differ from the chosen rate's by rounding only: half a cent for each tax amount summed and half a cent for
 * each line. More than that means a wrong rate, and goes to a person.
 */
export function taxStrays(content: Receipt, { mapping, organisation }: PlanningContext): Refusal[] {
  const refusals: Refusal[] = [];
  for (const code of new Set(content.lines.map((l) => l.taxCode))) {
    const rate = organisation.taxRates.get(own(mapping.taxTypes, code) ?? '');
    if (!rate) continue;
    const lines = content.lines.filter((l) => l.taxCode === code);
    const tills = sum(lines.map((l) => l.taxMinor));
    const xeros = sum(lines.map((l) => taxInside(l.grossMinor, percent(rate.rate))));
    // Half a cent per line for the till's rounding and half for Xero's: together a cent a line.
    if (Math.abs(tills - xeros) > lines.length) {
      refusals.push({
        code: 'tax_differs',
        text: `The till's tax of “${code}” is ${tills} minor units, the chosen rate “${rate.name}” (${rate.rate} %) makes ${xeros}. Check the rate chosen for it.`,
        field: `taxTypes.${code}`,
      });
    }
  }
  return refusals;
}
