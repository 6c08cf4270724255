import { BusinessDays } from '../../lib/accounting/business-day.ts';
import type { CaseRecord } from '../../lib/accounting/case-records.ts';
import type { CorrectionCase, TrackingCase } from '../../lib/accounting/cases.ts';
import type { Correction } from '../../lib/accounting/correction.ts';
import { Debts } from '../../lib/accounting/debts.ts';
import type { PlannedDocument } from '../../lib/accounting/document.ts';
import { mappingAt } from '../../lib/accounting/mapping.ts';
import type { Plan, PlanningContext } from '../../lib/accounting/plan.ts';
import { planCorrection } from '../../lib/accounting/plan-correction.ts';
import { planTill } from '../../lib/accounting/plan-till.ts';
import { defaultPolicy } from '../../lib/accounting/posting-policy.ts';
import { idOf } from '../../lib/accounting/shop-fixture.ts';
import type { TillTransaction } from '../../lib/accounting/till-transaction.ts';
import { parseMinor } from '../../lib/money/money.ts';
import { interpret } from '../../lib/tagrain/interpret.ts';
import { shop, shopMapping, trackedMapping } from './case-shop.ts';

const days = new BusinessDays('Australia/Sydney', '04:00');

/**
 * Takes the records of a worked example the whole way from the feed to documents.
 * @param heldBefore what Xero held on the till account before; given, the case's shift is the register's first. Else shifts are later
 *   ones, of which only what they took out and their variance are planned
 * @param tracking what is chosen beside the shop's accounts
 * @throws Error where a record is refused
 */
export function workCase(
  records: readonly CaseRecord[],
  heldBefore: string | null = null,
  tracking: TrackingCase['tracking'] = {},
): PlannedDocument[] {
  const chosen = trackedMapping(shopMapping(accountIdOf, idOf('1')), tracking);
  const debts = new Debts();
  const invoices = new Map<string, string>();
  const documents = new Map<string, PlannedDocument>();
  for (const till of records.flatMap(tillsOf)) {
    if (till.kind === 'shift' && heldBefore === null) continue;
    const context = {
      ...contextOf(debts, invoices),
      mapping: mappingAt(chosen, till.outlet, till.register),
      tillBalanceMinor: () => parseMinor(heldBefore ?? '', 2),
    };
    const plan = planTill(till, context);
    if (!plan.ok) {
      throw new Error(`${till.recordId}: ${plan.refusals.map((r) => `${r.code}: ${r.text}`).join(' ')}`);
    }
    debts.note(till, plan.documents);
    for (const document of plan.documents) documents.set(document.key, document);
    if (till.kind === 'sale') invoices.set(till.recordId, plan.provenance[0]!.documentKey);
  }
  return [...documents.values()];
}

/**
 * What corrects a record in Xero after the till told of it anew.
 * @throws Error where either version is refused
 */
export function workCorrection({ earlier, later }: Pick<CorrectionCase, 'earlier' | 'later'>): {
  posted: PlannedDocument[];
  correction: PlannedDocument[];
} {
  const debts = new Debts();
  const context: PlanningContext = {
    ...contextOf(debts, new Map()),
    mapping: shopMapping(accountIdOf, idOf('1')),
    tillBalanceMinor: () => 0,
  };
  const planned = (plan: Plan): PlannedDocument[] => {
    if (!plan.ok) throw new Error(plan.refusals.map((r) => `${r.code}: ${r.text}`).join(' '));
    return plan.documents;
  };
  const [before, after] = [earlier, later].map((record) =>
    tillsOf(record).filter(({ kind }) => kind !== 'shift'),
  ) as [TillTransaction[], TillTransaction[]];
  const all = before.map((till, i) => {
    const posted = planned(planTill(till, context));
    debts.note(till, posted);
    const correction: Correction = {
      earlier: { till, context },
      later: { till: after[i]!, context },
      firstNumber: posted.find((d) => d.kind !== 'contact')!.number,
      ...{ payments: [], stopped: null },
    };
    return { posted, correction: planned(planCorrection(correction)) };
  });
  return { posted: all.flatMap((c) => c.posted), correction: all.flatMap((c) => c.correction) };
}

function tillsOf(record: CaseRecord): TillTransaction[] {
  return interpret(record, days, '2026-11-03T12:00:00Z').flatMap(({ till, refusal }) => {
    if (refusal) throw new Error(`${record.id}: ${refusal.code}: ${refusal.text}`);
    return [till];
  });
}

const accountIdOf = (name: string): string => {
  const account = [...shop.accounts.values()].find((a) => a.name === name);
  if (!account) throw new Error(`no account ${name}`);
  return account.accountId;
};

const contextOf = (
  debts: Debts,
  invoices: ReadonlyMap<string, string>,
): Omit<PlanningContext, 'tillBalanceMinor' | 'mapping'> => ({
  shortId: 'K7Q2MX',
  organisation: shop,
  policy: defaultPolicy,
  lateItems: 'hold',
  cashPaymentType: 'cash',
  outletName: () => 'Harbour Lane',
  invoiceKeyOf: (_outlet, id) => invoices.get(id) ?? null,
  debts,
  shiftLacks: () => null,
});
