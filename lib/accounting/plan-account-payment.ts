import { formatMinor, type Minor, minorDigits, sum } from '@/lib/money/money';
import { receivingAccount } from './chosen.ts';
import { spread } from './debts.ts';
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
 * Plans a later payment of a debt: one payment on each invoice that it names. What it does not name pays the customer's oldest open
 * invoices.
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
  const parts = [...named, ...unnamedParts(till, named, context, refusals)];
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

function namedParts(till: Payment, context: PlanningContext, refusals: Refusal[]): Part[] {
  return till.content.appliesTo.flatMap(({ outlet, id, amountMinor }, index) => {
    const of = context.invoiceKeyOf(outlet, id);
    if (of !== null) return [{ of, amountMinor, mark: [index + 1], role: `applies:${index + 1}` }];
    refusals.push({
      code: 'paid_receipt_unknown',
      text: `It pays receipt ${id}, which was not posted from here. Match it to the open invoice in Xero by hand, or post the receipt first.`,
    });
    return [];
  });
}

/** Keys and numbers name the invoice: planned again, each part has its own name again. */
function unnamedParts(
  till: Payment,
  named: readonly Part[],
  context: PlanningContext,
  refusals: Refusal[],
): Part[] {
  const { payment, appliesTo, customer } = till.content;
  const openMinor = payment.amountMinor - sum(appliesTo.map((a) => a.amountMinor));
  if (openMinor === 0) return [];
  const owed = context.debts
    .ofContact({ contactKey: customerContact(customer, context).key })
    .map((invoice) => ({ ...invoice, dueMinor: invoice.dueMinor - sum(paidOn(invoice.key, named)) }));
  const { parts, restMinor } = spread(Math.max(openMinor, 0), owed);
  if (openMinor < 0 || restMinor > 0) {
    const money = (amount: Minor) => formatMinor(amount, minorDigits(till.currency));
    refusals.push({
      code: 'account_payment_open',
      text:
        openMinor < 0
          ? `The payment is ${money(payment.amountMinor)}, but it names receipts for ${money(payment.amountMinor - openMinor)}. Have it corrected at the till.`
          : `The payment is ${money(payment.amountMinor)}, and ${money(restMinor)} of it pay nothing that the customer owes on invoices posted from here. Say at the till what it pays, or match it to the open invoice in Xero by hand.`,
    });
  }
  return parts.map(({ invoice: { key, receipt }, amountMinor }) => ({
    ...{ of: key, amountMinor, mark: ['', receipt.outlet, receipt.id], role: `applies:${key}` },
  }));
}

const paidOn = (key: string, parts: readonly Part[]) =>
  parts.filter((part) => part.of === key).map((part) => part.amountMinor);
