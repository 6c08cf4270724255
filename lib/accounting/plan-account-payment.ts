import { formatMinor, type Minor, minorDigits, sum } from '@/lib/money/money';
import { receivingAccount } from './chosen.ts';
import { type OlderDebt, type OpenInvoice, partsOf, spread } from './debts.ts';
import type { PaymentDocument, Provenance } from './document.ts';
import { documentDate, lateMark } from './late.ts';
import { documentKey, documentNumber, numberStart } from './number.ts';
import { currencyAndLock, type Plan, type PlanningContext, planOf } from './plan.ts';
import { customerContact } from './plan-receipt.ts';
import type { Refusal } from './refusal.ts';
import type { TillTransaction } from './till-transaction.ts';

type Payment = TillTransaction & { kind: 'payment' };

/** What of a payment goes to which invoice; `mark` tells the parts of one payment apart, in keys and numbers. */
type Part = { of: string; amountMinor: Minor; mark: (string | number)[]; role: string };

/**
 * Plans a later payment of a debt: one payment on each invoice that it names, up to what is due there. What is more than that, and what
 * it does not name, pays the customer's oldest open invoices. Where he owes less than he paid, the rest goes to the invoice in Xero that a
 * person chose for it; where none was chosen, the payment is held: Xero would refuse it.
 */
export function planAccountPayment(till: Payment, context: PlanningContext): Plan {
  const { payment } = till.content;
  const refusals: Refusal[] = [...currencyAndLock(till, context)];
  const accountId = receivingAccount(payment.type, context, refusals);
  if (accountId === 'on_account') {
    refusals.push({
      code: 'account_payment_open',
      text: `A debt cannot be paid “on account”: choose a receiving account for payment type “${payment.type}”.`,
      field: `paymentTypes.${payment.type}`,
    });
  }
  const named = namedParts(till, context, refusals);
  // What a receipt is that we do not know is for a person to say first.
  const others = named ? otherParts(till, named, context, refusals) : [];
  const parts = [...(named ?? []), ...others];
  const { outlet, recordId, version, businessDay, currency } = till;
  const date = documentDate(businessDay, context);
  const documents = parts.map(
    ({ of, amountMinor, mark: [first = '', ...rest] }): PaymentDocument => ({
      kind: 'payment',
      key: documentKey('payment', outlet, recordId, version, first, ...rest),
      number: documentNumber(
        ...([numberStart(context), outlet, recordId, version] as const),
        ...[...lateMark(businessDay, context), `P${first}`, ...rest],
      ),
      ...{ of, accountId: accountId ?? '', date, currency, amountMinor },
    }),
  );
  const provenance = parts.map(({ role }, i): Provenance => ({ documentKey: documents[i]!.key, role }));
  return planOf(refusals, documents, provenance);
}

/** What goes to the receipts that it names; null, with a refusal, where one is not known. */
function namedParts(till: Payment, context: PlanningContext, refusals: Refusal[]): Part[] | null {
  const parts: Part[] = [];
  const { appliesTo } = till.content;
  const isOurs = (of: { outlet: string; id: string }) =>
    context.debts.ofReceipt(of).length > 0 || context.invoiceKeyOf(of.outlet, of.id) !== null;
  const unknown = appliesTo.filter((of) => !isOurs(of) && !context.debts.olderOf(of));
  for (const { id } of unknown) {
    refusals.push({
      code: 'paid_receipt_unknown',
      text: `It pays receipt ${id}, which was not posted from here. If that is a debt from before the start date, choose the invoice in Xero that it pays; else it goes by itself once the receipt is posted.`,
    });
  }
  if (unknown.length > 0) return null;
  for (const [i, { amountMinor, ...receipt }] of appliesTo.entries()) {
    if (!isOurs(receipt)) {
      const what = `of receipt ${receipt.id}`;
      const older = olderPart(context.debts.olderOf(receipt)!, amountMinor, what, parts, till, refusals);
      parts.push({ ...older, mark: [i + 1], role: `applies:${i + 1}` });
      continue;
    }
    const open = lessPaid(context.debts.ofReceipt(receipt), parts);
    for (const { invoice, amountMinor: part } of spread(amountMinor, open).parts) {
      // Its own invoice goes by the position in the payment; what the receipt gave out against a debt has a name of its own.
      const isOwn = invoice.part === null;
      const of = isOwn ? { mark: [i + 1], role: `applies:${i + 1}` } : nameOf(invoice);
      parts.push({ of: invoice.key, amountMinor: part, ...of });
    }
  }
  return parts;
}

/**
 * What goes to the invoice that a person chose for a debt from before the start date: all of it. More than is due goes nowhere else by
 * itself, since what else is open from before is not known here.
 */
function olderPart(
  { key, invoiceNumber, dueMinor }: OlderDebt,
  amountMinor: Minor,
  what: string,
  parts: readonly Part[],
  till: Payment,
  refusals: Refusal[],
): Pick<Part, 'of' | 'amountMinor'> {
  const money = (amount: Minor) => formatMinor(amount, minorDigits(till.currency));
  const openMinor = dueMinor - sum(parts.filter(({ of }) => of === key).map((p) => p.amountMinor));
  if (amountMinor > openMinor) {
    refusals.push({
      code: 'older_debt_exceeded',
      text: `It pays ${money(amountMinor)} ${what}, but ${money(Math.max(openMinor, 0))} was due on invoice ${invoiceNumber} in Xero that was chosen for it. Have it corrected at the till, or choose again the invoice that it pays.`,
    });
  }
  return { of: key, amountMinor };
}

/** What goes to the customer's other open invoices, oldest first, and what is more than he owes there to the one chosen for it. */
function otherParts(
  till: Payment,
  named: readonly Part[],
  context: PlanningContext,
  refusals: Refusal[],
): Part[] {
  const { payment, appliesTo, customer } = till.content;
  const money = (amount: Minor) => formatMinor(amount, minorDigits(till.currency));
  const namesMinor = sum(appliesTo.map((a) => a.amountMinor));
  if (namesMinor > payment.amountMinor) {
    refusals.push({
      code: 'account_payment_open',
      text: `The payment is ${money(payment.amountMinor)}, but it names receipts for ${money(namesMinor)}. Have it corrected at the till.`,
    });
    return [];
  }
  const openMinor = payment.amountMinor - sum(named.map((p) => p.amountMinor));
  const owed = context.debts.ofContact({ contactKey: customerContact(customer, context).key });
  const { parts, restMinor } = spread(openMinor, lessPaid(owed, named));
  const others = parts.map(({ invoice, amountMinor }) => ({
    ...{ of: invoice.key, amountMinor },
    ...nameOf(invoice),
  }));
  if (restMinor === 0) return others;
  const chosen = context.debts.restOf({ outlet: till.outlet, id: till.recordId });
  if (chosen) {
    const rest = olderPart(chosen, restMinor, beyond, named, till, refusals);
    return [...others, { ...rest, mark: ['', 'REST'], role: 'applies:rest' }];
  }
  refusals.push({
    code: 'payment_exceeds_debt',
    text: `The payment is ${money(payment.amountMinor)}, and that is ${money(restMinor)} more than the customer owes on invoices posted from here. If he owes it from before the start date, choose the invoice in Xero that it pays; else have it corrected at the till. Once he owes as much here, it goes by itself.`,
  });
  return others;
}

const beyond = 'more than the customer owes on invoices posted from here';

/** Keys and numbers name the invoice: planned again, each part has its own name again. */
const nameOf = (invoice: OpenInvoice): Pick<Part, 'mark' | 'role'> => ({
  mark: ['', ...partsOf(invoice)],
  role: `applies:${invoice.key}`,
});

const lessPaid = (invoices: readonly OpenInvoice[], parts: readonly Part[]): OpenInvoice[] =>
  invoices.map((invoice) => {
    const paid = parts.filter(({ of }) => of === invoice.key).map((p) => p.amountMinor);
    return { ...invoice, dueMinor: invoice.dueMinor - sum(paid) };
  });
