import { type Minor, sum } from '@/lib/money/money';
import type { PlannedDocument } from './document.ts';
import { entriesOf, movements, RECEIVABLE, TAX } from './journal.ts';
import type { PlanningContext } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { TillTransaction } from './till-transaction.ts';

/**
 * What must hold of every plan, whatever planner made it. These know nothing of how the planners work: they add up once more what
 * came out, and hold it against what the till said. A finding means a fault of ours, and nothing of that record leaves.
 */

type DocumentCheck = { name: string; holds(document: PlannedDocument): boolean };

/** Of each document by itself. */
const documentChecks: DocumentCheck[] = [
  {
    name: 'debits equal credits',
    holds: (document) => sum(entriesOf(document).map((e) => e.debitMinor)) === 0,
  },
  {
    name: 'lines make the total, and their taxes its tax',
    holds: (document) =>
      !('lines' in document) ||
      (document.lines.length > 0 &&
        sum(document.lines.map((l) => l.grossMinor)) === document.totalMinor &&
        sum(document.lines.map((l) => l.taxMinor)) === document.taxMinor),
  },
  {
    name: 'amounts are positive, and of invoices and credit notes not negative',
    holds: (document) => {
      if (document.kind === 'contact') return true;
      if (document.kind === 'invoice' || document.kind === 'credit_note') return document.totalMinor >= 0;
      return ('amountMinor' in document ? document.amountMinor : document.totalMinor) > 0;
    },
  },
  {
    name: 'its number is one that Xero can find again',
    holds: ({ number }) => /^[A-Z0-9-]{1,255}$/.test(number),
  },
];

type PlanCheck = {
  name: string;
  holds(
    documents: readonly PlannedDocument[],
    till: TillTransaction,
    context: Pick<PlanningContext, 'mapping'>,
  ): boolean;
};

/** Of what one record became as a whole. */
const planChecks: PlanCheck[] = [
  {
    name: 'no two documents have one key',
    holds: (documents) => new Set(documents.map((d) => d.key)).size === documents.length,
  },
  {
    name: 'nothing is settled by more than its total',
    holds: (documents) =>
      documents.every(
        (d) =>
          (d.kind !== 'invoice' && d.kind !== 'credit_note') || settledOf(d.key, documents) <= d.totalMinor,
      ),
  },
  { name: "it comes to the till's total", holds: (documents, till) => isTillsTotal(documents, till) },
  {
    name: "each receiving account moves by the till's payments",
    holds: (documents, till, { mapping }) =>
      (till.kind !== 'sale' && till.kind !== 'sale_refund') || isPaidAsSaid(documents, till, mapping),
  },
  {
    name: "the tax is the till's",
    holds: (documents, till) =>
      (till.kind !== 'sale' && till.kind !== 'sale_refund') ||
      -(movements(documents).get(TAX) ?? 0) === sum(till.content.taxes.map((t) => t.amountMinor)),
  },
];

/** Names of what does not hold of single documents; none when all is well. */
export const documentFaults = (documents: readonly PlannedDocument[]): string[] =>
  documents.flatMap((d) =>
    documentChecks.filter((c) => !c.holds(d)).map((c) => `${c.name} (${d.kind} ${d.number})`),
  );

/** Names of what does not hold of a record's plan; none when all is well. */
export const planFaults = (
  documents: readonly PlannedDocument[],
  till: TillTransaction,
  context: Pick<PlanningContext, 'mapping'>,
): string[] => [
  ...documentFaults(documents),
  ...planChecks.filter((c) => !c.holds(documents, till, context)).map((c) => c.name),
];

/** Why a plan with faults does not leave; nothing where there are none. */
export const unsound = (faults: readonly string[]): Refusal[] =>
  faults.length === 0
    ? []
    : [
        {
          code: 'plan_unsound',
          text: `What we made of it for Xero does not pass our own checks (${faults.join('; ')}). Nothing of it was sent. Please contact support.`,
        },
      ];

const settledOf = (key: string, documents: readonly PlannedDocument[]): Minor =>
  sum(
    documents.flatMap((d) =>
      (d.kind === 'payment' && d.of === key) ||
      (d.kind === 'allocation' && (d.creditNote === key || d.invoice === key))
        ? [d.amountMinor]
        : [],
    ),
  );

function isTillsTotal(documents: readonly PlannedDocument[], till: TillTransaction): boolean {
  const booked = documents.filter((d) => d.kind !== 'contact');
  switch (till.kind) {
    case 'sale':
    case 'sale_refund': {
      const [receipt] = booked;
      const kind = till.kind === 'sale' ? 'invoice' : 'credit_note';
      return receipt?.kind === kind && receipt.totalMinor === Math.abs(till.totalMinor);
    }
    case 'payment':
      return -(movements(booked).get(RECEIVABLE) ?? 0) === till.totalMinor;
    case 'shift':
      // Less what Xero held before, which only the planner knows.
      return booked.length <= 1;
    default:
      // Both ends the same account: recorded, not posted.
      return booked.every(
        (d) => ('amountMinor' in d ? d.amountMinor : d.totalMinor) === Math.abs(till.totalMinor),
      );
  }
}

/** Payments and moves, without the receipt's own document, against the till's payments by receiving account. */
function isPaidAsSaid(
  documents: readonly PlannedDocument[],
  till: TillTransaction & { kind: 'sale' | 'sale_refund' },
  mapping: PlanningContext['mapping'],
): boolean {
  const [, ...settling] = documents.filter((d) => d.kind !== 'contact');
  const moved = movements(settling);
  moved.delete(RECEIVABLE);
  for (const { type, amountMinor } of till.content.payments) {
    const target = mapping.paymentTypes[type];
    if (!target || 'onAccount' in target) continue;
    moved.set(target.accountId, (moved.get(target.accountId) ?? 0) - amountMinor);
  }
  return [...moved.values()].every((amount) => amount === 0);
}
