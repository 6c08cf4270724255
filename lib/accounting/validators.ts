import { type Minor, sumOf } from '@/lib/money/money';
import {
  type DocumentLine,
  grossOf,
  type LineTracking,
  type PlannedDocument,
  taxOf,
  totalsOf,
} from './document.ts';
import { book, type Entry, RECEIVABLE, TAX } from './journal.ts';
import type { Mapping } from './mapping.ts';
import type { PlanningContext } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { TillTransaction } from './till-transaction.ts';
import { CATEGORIES_ON_A_LINE } from './tracking.ts';

/**
 * What must hold of every plan, whatever planner made it. These know nothing of how the planners work: they add up once more what
 * came out, and hold it against what the till said. A finding means a fault of ours, and nothing of that record leaves.
 */

/** A document and what Xero will book for it: gone through once, since several checks look at it. */
type Booked = {
  document: PlannedDocument;
  /** Debits less credits. */
  overMinor: Minor;
  /** Debits on Xero's own accounts. */
  receivableMinor: Minor;
  taxMinor: Minor;
};

type DocumentCheck = { name: string; holds(booked: Booked): boolean };

/** Of each document by itself. */
const documentChecks: DocumentCheck[] = [
  {
    name: 'debits equal credits',
    holds: ({ overMinor }) => overMinor === 0,
  },
  {
    name: 'lines make the total, and their taxes its tax',
    holds: ({ document }) =>
      !('lines' in document) ||
      (document.lines.length > 0 &&
        sumOf(document.lines, grossOf) === document.totalMinor &&
        sumOf(document.lines, taxOf) === document.taxMinor),
  },
  {
    name: 'amounts are positive, and of invoices and credit notes not negative',
    holds: ({ document }) => {
      if (document.kind === 'contact') return true;
      if (document.kind === 'invoice' || document.kind === 'credit_note') return document.totalMinor >= 0;
      return ('amountMinor' in document ? document.amountMinor : document.totalMinor) > 0;
    },
  },
  {
    name: 'no line is tracked by more than two categories, or by one twice',
    holds: ({ document }) => !('lines' in document) || document.lines.every(isTrackedOnce),
  },
  {
    name: 'its number is one that Xero can find again',
    holds: ({ document: { number } }) => number.length <= 255 && /^[A-Z0-9-]+$/.test(number),
  },
];

type PlanCheck = {
  name: string;
  holds(
    documents: readonly Booked[],
    till: TillTransaction,
    context: Pick<PlanningContext, 'mapping'>,
  ): boolean;
};

/** Of what one record became as a whole. */
const planChecks: PlanCheck[] = [
  {
    name: 'no two documents have one key',
    // Each against those before it: a record becomes a few.
    holds: (documents) => documents.every(isFirstOfKey),
  },
  {
    name: 'nothing is settled by more than its total',
    holds: (documents) =>
      documents.every(
        ({ document: d }) =>
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
      -sumOf(documents, taxMoved) === sumOf(till.content.taxes, amountOf),
  },
  {
    name: 'every line is tracked as its register is',
    holds: (documents, _till, { mapping }) =>
      documents.every(
        ({ document }) =>
          !('lines' in document) ||
          document.lines.every(({ tracking }) => isTrackedAs(tracking ?? none, mapping.tracking)),
      ),
  },
];

/** Names of what does not hold of single documents; none when all is well. */
export const documentFaults = (documents: readonly PlannedDocument[]): string[] =>
  faultsOfEach(documents.map(booked));

/** Names of what does not hold of a record's plan; none when all is well. */
export function planFaults(
  documents: readonly PlannedDocument[],
  till: TillTransaction,
  context: Pick<PlanningContext, 'mapping'>,
): string[] {
  const all = documents.map(booked);
  const faults = faultsOfEach(all);
  for (const check of planChecks) if (!check.holds(all, till, context)) faults.push(check.name);
  return faults;
}

const none: readonly LineTracking[] = [];

const isTrackedOnce = ({ tracking }: DocumentLine): boolean =>
  tracking === undefined ||
  (tracking.length <= CATEGORIES_ON_A_LINE &&
    new Set(tracking.map((t) => t.categoryId)).size === tracking.length);

function isFirstOfKey({ document: { key } }: Booked, index: number, all: readonly Booked[]): boolean {
  for (let i = 0; i < index; i++) if (all[i]!.document.key === key) return false;
  return true;
}

function isTrackedAs(tracking: readonly LineTracking[], chosen: Mapping['tracking']): boolean {
  let count = 0;
  for (const _category in chosen) count++;
  return tracking.length === count && tracking.every((t) => chosen[t.categoryId] === t.optionId);
}

function booked(document: PlannedDocument): Booked {
  const result = { document, overMinor: 0, receivableMinor: 0, taxMinor: 0 };
  book(document, (account, debitMinor) => {
    result.overMinor += debitMinor;
    if (account === RECEIVABLE) result.receivableMinor += debitMinor;
    else if (account === TAX) result.taxMinor += debitMinor;
  });
  return result;
}

function faultsOfEach(documents: readonly Booked[]): string[] {
  const faults: string[] = [];
  for (const one of documents) {
    const { kind, number } = one.document;
    for (const check of documentChecks) {
      if (!check.holds(one)) faults.push(`${check.name} (${kind} ${number})`);
    }
  }
  return faults;
}

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

function settledOf(key: string, documents: readonly Booked[]): Minor {
  let settled = 0;
  for (const { document: d } of documents) {
    if (
      (d.kind === 'payment' && d.of === key) ||
      (d.kind === 'allocation' && (d.creditNote === key || d.invoice === key))
    )
      settled += d.amountMinor;
  }
  return settled;
}

const taxMoved = ({ taxMinor }: Booked): Minor => taxMinor;
const amountOf = ({ amountMinor }: { amountMinor: Minor }): Minor => amountMinor;

const isMoney = ({ document }: Booked) => document.kind !== 'contact';

function isTillsTotal(documents: readonly Booked[], till: TillTransaction): boolean {
  switch (till.kind) {
    case 'sale':
    case 'sale_refund': {
      const receipt = documents.find(isMoney)?.document;
      const kind = till.kind === 'sale' ? 'invoice' : 'credit_note';
      return receipt?.kind === kind && receipt.totalMinor === Math.abs(till.totalMinor);
    }
    case 'payment':
      return -sumOf(documents, (d) => d.receivableMinor) === till.totalMinor;
    case 'shift':
      // Less what Xero held before, which only the planner knows.
      return documents.filter(isMoney).length <= 1;
    default:
      // Both ends the same account: recorded, not posted.
      return documents
        .filter(isMoney)
        .every(({ document: d }) => totalsOf(d).totalMinor === Math.abs(till.totalMinor));
  }
}

/** Payments and moves, without the receipt's own document, against the till's payments by receiving account. */
function isPaidAsSaid(
  documents: readonly Booked[],
  till: TillTransaction & { kind: 'sale' | 'sale_refund' },
  mapping: PlanningContext['mapping'],
): boolean {
  // A list, since a receipt moves few accounts: a Map takes several times as long to make.
  const moved: Entry[] = [];
  for (let i = documents.findIndex(isMoney) + 1; i < documents.length; i++) {
    book(documents[i]!.document, (account, debitMinor) => {
      if (account !== RECEIVABLE) move(moved, account, debitMinor);
    });
  }
  for (const { type, amountMinor } of till.content.payments) {
    const target = mapping.paymentTypes[type];
    if (target && !('onAccount' in target)) move(moved, target.accountId, -amountMinor);
  }
  return moved.every(isNothing);
}

function move(moved: Entry[], account: string, debitMinor: Minor): void {
  for (const entry of moved) {
    if (entry.account !== account) continue;
    entry.debitMinor += debitMinor;
    return;
  }
  moved.push({ account, debitMinor });
}

const isNothing = ({ debitMinor }: Entry) => debitMinor === 0;
