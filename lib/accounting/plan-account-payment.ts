import { formatMinor, minorDigits, sum } from '@/lib/money/money';
import { receivingAccount } from './chosen.ts';
import type { PaymentDocument } from './document.ts';
import { documentKey, documentNumber } from './number.ts';
import { currencyAndLock, type Plan, type PlanningContext, planOf } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { AccountPayment, TillTransaction } from './till-transaction.ts';

/** Plans a later payment of a debt: one payment on each invoice that it names. */
export function planAccountPayment(
  till: TillTransaction & { kind: 'payment' },
  context: PlanningContext,
): Plan {
  const { content } = till;
  const refusals: Refusal[] = [...currencyAndLock(till, context)];
  const accountId = receivingAccount(content.payment.type, context, refusals);
  if (accountId === 'on_account') {
    refusals.push({
      code: 'account_payment_open',
      text: `A debt cannot be paid “on account”: choose a receiving account for payment type “${content.payment.type}”.`,
      field: `paymentTypes.${content.payment.type}`,
    });
  }
  refusals.push(...appliesInFull(till, content));
  const documents: PaymentDocument[] = [];
  for (const [index, part] of content.appliesTo.entries()) {
    const of = context.invoiceKeyOf(part.outlet, part.id);
    if (of === null) {
      refusals.push({
        code: 'paid_receipt_unknown',
        text: `It pays receipt ${part.id}, which was not posted from here. Match it to the open invoice in Xero by hand, or post the receipt first.`,
      });
      continue;
    }
    documents.push({
      kind: 'payment',
      key: documentKey('payment', till.outlet, till.recordId, till.version, index + 1),
      number: documentNumber(context.shortId, till.outlet, till.recordId, till.version, `P${index + 1}`),
      of,
      accountId: accountId ?? '',
      date: till.businessDay,
      currency: till.currency,
      amountMinor: part.amountMinor,
    });
  }
  return planOf(
    refusals,
    documents,
    documents.map((d, index) => ({ documentKey: d.key, role: `applies:${index + 1}` })),
  );
}

function appliesInFull(till: TillTransaction, content: AccountPayment): Refusal[] {
  const named = sum(content.appliesTo.map((a) => a.amountMinor));
  if (content.appliesTo.length > 0 && named === content.payment.amountMinor) return [];
  const digits = minorDigits(till.currency);
  return [
    {
      code: 'account_payment_open',
      text: `The payment is ${formatMinor(content.payment.amountMinor, digits)}, but the receipts that it names take ${formatMinor(named, digits)} of it. It waits until the till says what it pays.`,
    },
  ];
}
