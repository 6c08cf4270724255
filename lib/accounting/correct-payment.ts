import type { Minor } from '@/lib/money/money';
import { type Correction, correctionKey, correctionNumber } from './correction.ts';
import type { PaymentDocument } from './document.ts';
import { documentDate, lateMark } from './late.ts';
import { markOf } from './number.ts';
import { type Plan, planOf } from './plan.ts';
import { planAccountPayment } from './plan-account-payment.ts';
import type { TillTransaction } from './till-transaction.ts';

type Payment = TillTransaction & { kind: 'payment' };

/**
 * Plans what a later payment of a debt became more at the till: another payment on the same invoice. Less than was posted can only be
 * taken off in Xero: no document stands against a payment on an invoice, and what may be reconciled is not edited from here.
 */
export function correctPayment(correction: Correction<Payment>): Plan {
  const { earlier, later, payments } = correction;
  const { till } = later;
  const context = { ...later.context, debts: later.context.debts.without(payments) };
  const is = till.voided ? null : planAccountPayment(till, context);
  if (is && !is.ok) return is;
  const parts = new Map<string, { of: string; accountId: string; amountMinor: Minor }>();
  const add = (of: string, accountId: string, amountMinor: Minor) => {
    const id = JSON.stringify([of, accountId]);
    parts.set(id, { of, accountId, amountMinor: (parts.get(id)?.amountMinor ?? 0) + amountMinor });
  };
  for (const { of, accountId, amountMinor } of payments) add(of, accountId, -amountMinor);
  for (const d of is?.documents ?? []) if (d.kind === 'payment') add(d.of, d.accountId, d.amountMinor);
  const changed = [...parts.values()].filter((part) => part.amountMinor !== 0);
  if (changed.some((part) => part.amountMinor < 0)) {
    return planOf(
      [
        {
          code: 'changed_after_posting',
          text: `The till ${till.voided ? 'voided' : 'changed'} this payment after it had been posted, and less is paid now than Xero shows on the invoice. Delete payment ${correction.firstNumber} there, so that the invoice is due again${till.voided ? '' : ', and enter what is right'}.`,
        },
      ],
      [],
      [],
    );
  }
  const documents = changed.map(({ of, accountId, amountMinor }): PaymentDocument => {
    const mark = markOf(of, accountId);
    return {
      kind: 'payment',
      key: correctionKey('payment', till, 'correction', of, accountId),
      number: correctionNumber(till, context, 'correction', ...lateMark(till.businessDay, context), mark),
      ...{ of, accountId, amountMinor },
      date: documentDate(till.businessDay, context),
      currency: earlier.till.currency,
    };
  });
  return planOf(
    [],
    documents,
    documents.map((d) => ({ documentKey: d.key, role: `correction:payment:${d.accountId}:${d.of}` })),
  );
}
