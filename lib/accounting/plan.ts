import { type Minor, minorDigits } from '@/lib/money/money';
import type { Debts } from './debts.ts';
import type { PlannedDocument, Provenance } from './document.ts';
import { isLocked, type LateItems } from './late.ts';
import type { Mapping } from './mapping.ts';
import type { OrganisationFacts } from './organisation.ts';
import type { PostingPolicy } from './posting-policy.ts';
import type { Refusal } from './refusal.ts';
import type { TillTransaction } from './till-transaction.ts';

/** What a record becomes, or every reason why it cannot. Never both, never half. */
export type Plan =
  | { ok: true; documents: PlannedDocument[]; provenance: Provenance[] }
  | { ok: false; refusals: Refusal[] };

/** What the planners need besides the record. */
export type PlanningContext = {
  /** The solution's own id: what contacts' numbers begin with, and those of documents after the prefix (`numberStart`). */
  shortId: string;
  /** As it holds at the record's register (`mappingAt`). */
  mapping: Mapping;
  organisation: OrganisationFacts;
  /** As it holds at the record's outlet on its business day (`policyAt`). */
  policy: PostingPolicy;
  /** What the retailer wants for days that are locked in Xero. */
  lateItems: LateItems;
  /** Code of the till's cash payment type: its receiving account is the till's own. Null: the till takes no cash. */
  cashPaymentType: string | null;
  outletName(outlet: string): string;
  /** Key of the invoice that a receipt became, for payments that come later; null when there is none. */
  invoiceKeyOf(outlet: string, receiptId: string): string | null;
  /** What customers owe on invoices of ours, for refunds on account and for payments that name no receipt. */
  debts: Debts;
  /**
   * What Xero held on a till account before the start date, as long as no register's opening amount has taken it into account; 0
   * afterwards, null where it was not read.
   */
  tillBalanceMinor(accountId: string): Minor | null;
  /** What a shift's records lack of its closing's control totals, in words; null: they reproduce them. */
  shiftLacks(outlet: string, shift: string): string | null;
};

/** What holds for every record, whatever its kind: the currency, and that its day is open in Xero, or may be posted on a later one. */
export function currencyAndLock(till: TillTransaction, context: PlanningContext): Refusal[] {
  const { organisation } = context;
  const refusals: Refusal[] = [];
  if (till.currency !== organisation.baseCurrency) {
    refusals.push({
      code: 'currency_differs',
      text: `The till recorded ${till.currency}, but the organisation keeps its books in ${organisation.baseCurrency}.`,
    });
  }
  if (minorDigits(till.currency) > 2) {
    refusals.push({
      code: 'currency_too_fine',
      text: `${till.currency} has ${minorDigits(till.currency)} decimals, and Xero keeps two: what the till recorded could not be posted to the last of them.`,
    });
  }
  if (context.lateItems === 'hold' && isLocked(till.businessDay, context)) {
    refusals.push({
      code: 'locked_period',
      text: `Its business day ${till.businessDay} lies in a period that is locked in Xero until ${organisation.lockedUntil}. Ask the accountant to move the lock date, or choose to post late items on the first open day.`,
    });
  }
  return refusals;
}

/** A plan, or its refusals, each told once. */
export function planOf(refusals: Refusal[], documents: PlannedDocument[], provenance: Provenance[]): Plan {
  return refusals.length > 0
    ? { ok: false, refusals: withoutRepeats(refusals) }
    : { ok: true, documents, provenance };
}

/** Refusals, each told once. */
export function withoutRepeats(refusals: Refusal[]): Refusal[] {
  const seen = new Set<string>();
  return refusals.filter((r) => {
    const id = `${r.code} ${r.field ?? ''} ${r.text}`;
    return !seen.has(id) && seen.add(id);
  });
}
