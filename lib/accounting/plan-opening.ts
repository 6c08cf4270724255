import { formatMinor, type Minor, minorDigits } from '@/lib/money/money';
import { tillAccount } from './chosen.ts';
import { lateMark } from './late.ts';
import { documentKey, documentNumber, numberStart } from './number.ts';
import { type Plan, type PlanningContext, planOf } from './plan.ts';
import { planCashMovement } from './plan-cash.ts';
import type { Refusal } from './refusal.ts';
import type { TillTransaction } from './till-transaction.ts';

type FirstShift = TillTransaction & { kind: 'shift' };

/**
 * Plans the first opening amount of a register: it is brought in once, so that from then on Xero's till balance is the cash in the
 * drawer. What Xero held on the till account before the start date counts towards it, once per account: the difference moves, from
 * or to where cash put into the till comes from. Later openings post nothing.
 */
export function planOpening(till: FirstShift, context: PlanningContext): Plan {
  const refusals: Refusal[] = [];
  const drawer = tillAccount(context, refusals);
  const heldMinor = drawer && context.tillBalanceMinor(drawer.accountId);
  if (drawer && heldMinor === null) {
    refusals.push({
      code: 'till_balance_unknown',
      text: 'What Xero held on the till account before the start date is not known yet. It is asked for at the next sync.',
    });
  }
  const movement = planCashMovement(asMovement(till, heldMinor ?? 0), withOneSide(context));
  if (!movement.ok) refusals.push(...movement.refusals);
  if (!movement.ok || refusals.length > 0) return planOf(refusals, [], []);
  // It is the register's, not the shift's: there is one, whichever shift came first.
  const register = till.register ?? '';
  const documents = movement.documents.map((document) =>
    document.kind === 'contact'
      ? document
      : {
          ...document,
          key: documentKey(document.kind, 'opening', till.outlet, register),
          number: documentNumber(
            ...([numberStart(context), till.outlet, register] as const),
            ...[...lateMark(till.businessDay, context), 'OPEN'],
          ),
        },
  );
  const opening = documents.find((d) => d.kind !== 'contact');
  return planOf([], documents, opening ? [{ documentKey: opening.key, role: 'opening' }] : []);
}

/** The opening amount as cash put into the till; where Xero held more before, as cash taken from it. */
function asMovement(till: FirstShift, heldMinor: Minor): Parameters<typeof planCashMovement>[0] {
  const { openingMinor } = till.content;
  const money = (amount: Minor) => formatMinor(amount, minorDigits(till.currency));
  const before = heldMinor === 0 ? '' : `, of which Xero held ${money(heldMinor)} before`;
  return {
    ...till,
    kind: openingMinor < heldMinor ? 'cash_out' : 'cash_in',
    totalMinor: Math.abs(openingMinor - heldMinor),
    content: {
      ...{ reason: `Opening amount ${money(openingMinor)}${before}`, payee: null, tax: null },
      removedAtClosing: false,
    },
  };
}

/** Both ways it is the account that cash put into the till comes from. */
const withOneSide = (context: PlanningContext): PlanningContext => {
  const { mapping } = context;
  return { ...context, mapping: { ...mapping, cashOutAccountId: mapping.cashInAccountId } };
};

/**
 * What breaks the chain from one closing to the next opening, in words; null: it holds. Nothing is posted for it: it is shown, so that
 * somebody asks where the cash went.
 * @param leftBeforeMinor what the register's closing before left in the drawer; null: none is known
 */
export function openingBreak(
  openingMinor: Minor,
  leftBeforeMinor: Minor | null,
  currency: string,
): string | null {
  if (leftBeforeMinor === null || leftBeforeMinor === openingMinor) return null;
  const money = (amount: Minor) => formatMinor(amount, minorDigits(currency));
  return `It opened with ${money(openingMinor)}, but the closing before left ${money(leftBeforeMinor)} in the drawer. Xero's till balance is off by the ${money(Math.abs(openingMinor - leftBeforeMinor))} between them until a cash in or cash out says where it went.`;
}
