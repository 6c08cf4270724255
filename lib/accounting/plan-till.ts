import type { Plan, PlanningContext } from './plan.ts';
import { planAccountPayment } from './plan-account-payment.ts';
import { planCashMovement, planFloatingExpense, planTillVariance } from './plan-cash.ts';
import { planOpening } from './plan-opening.ts';
import { planReceipt } from './plan-receipt.ts';
import type { TillTransaction } from './till-transaction.ts';
import { planFaults, unsound } from './validators.ts';

/** Plans one record, each sale by itself. Every plan passes the validators here, before anything of it may leave. */
export function planTill(till: TillTransaction, context: PlanningContext): Plan {
  const plan = planOf(till, context);
  const refusals = unsound(plan.ok ? planFaults(plan.documents, till, context) : []);
  return refusals.length === 0 ? plan : { ok: false, refusals };
}

function planOf(till: TillTransaction, context: PlanningContext): Plan {
  switch (till.kind) {
    case 'sale':
    case 'sale_refund':
      return planReceipt(till, context);
    case 'payment':
      return planAccountPayment(till, context);
    case 'cash_in':
    case 'cash_out':
      return planCashMovement(till, context);
    case 'floating_expense':
      return planFloatingExpense(till, context);
    case 'till_variance':
      return planTillVariance(till, context);
    case 'shift':
      return planOpening(till, context);
    default:
      throw new Error(`kind ${till.kind} is not planned`);
  }
}
