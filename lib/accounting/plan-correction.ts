import { correctCash } from './correct-cash.ts';
import { correctPayment } from './correct-payment.ts';
import { correctReceipt } from './correct-receipt.ts';
import type { Correction, Version } from './correction.ts';
import type { Plan } from './plan.ts';
import { planTill } from './plan-till.ts';
import type { TillTransaction, TillTransactionKind } from './till-transaction.ts';
import { documentFaults, unsound } from './validators.ts';

const groups: Partial<Record<TillTransactionKind, 'receipt' | 'payment' | 'cash'>> = {
  ...{ sale: 'receipt', sale_refund: 'receipt', payment: 'payment' },
  ...{ cash_in: 'cash', cash_out: 'cash', floating_expense: 'cash', till_variance: 'cash' },
};

/**
 * Plans the smallest documents that make of what is in Xero of a record what the till tells of it now. What is there is never edited: a
 * person may have reconciled it. Corrections go in an open period, whatever is chosen for late items: the first document did
 * go, and the books are wrong until it is put right. What changes nothing in the books plans nothing.
 */
export function planCorrection(correction: Correction): Plan {
  const plan = planOf({
    ...correction,
    earlier: inOpenPeriod(correction.earlier),
    later: inOpenPeriod(correction.later),
  });
  const refusals = unsound(plan.ok ? documentFaults(plan.documents) : []);
  return refusals.length === 0 ? plan : { ok: false, refusals };
}

const inOpenPeriod = <T extends TillTransaction>({ till, context }: Version<T>): Version<T> => ({
  till,
  context: { ...context, lateItems: 'first_open_day' },
});

function planOf(correction: Correction): Plan {
  const { earlier, later, stopped } = correction;
  if (stopped !== null) return refused(later.till, stopped);
  if (earlier.till.voided) {
    // Nothing was left of it: what the till brought back is posted as if it were the first.
    return later.till.voided
      ? { ok: true, documents: [], provenance: [] }
      : planTill(later.till, later.context);
  }
  const group = groups[later.till.kind];
  if (group === undefined || groups[earlier.till.kind] !== group) {
    return refused(later.till, 'It is another kind of record now; reverse what is there in Xero.');
  }
  // The kinds were told apart just now.
  if (group === 'receipt') return correctReceipt(correction as Parameters<typeof correctReceipt>[0]);
  if (group === 'payment') return correctPayment(correction as Parameters<typeof correctPayment>[0]);
  return correctCash(correction);
}

const refused = ({ voided }: TillTransaction, why: string): Plan => ({
  ok: false,
  refusals: [
    {
      code: 'changed_after_posting',
      text: `The till ${voided ? 'voided' : 'changed'} this record after it had been posted. ${why}`,
    },
  ],
});
