import { type Minor, sum } from '@/lib/money/money';
import { receivingAccount } from './chosen.ts';
import type { PaymentDocument, PlannedDocument, SalesDocument } from './document.ts';
import { documentKey, markOf, numberBelow } from './number.ts';
import type { PlanningContext } from './plan.ts';
import { planMove } from './plan-settlement.ts';
import type { SummaryProvenance, SummaryReceipt } from './plan-summary.ts';
import type { Refusal } from './refusal.ts';
import { settle } from './settlement.ts';

/** What came in or went out in one payment type on one receiving account, and on which receipts. */
type Entry = {
  type: string;
  accountId: string;
  amountMinor: Minor;
  receipts: SummaryReceipt[];
  /** Key of the payment in which it left already; null: it is still to be planned. */
  left: string | null;
};

/**
 * Payments of a summary's receipts, summed per payment type and receiving account as they come. What goes against the receipts' sign
 * (cash-back on one sale) is taken off what came in that type on the others; only what is left against it moves between accounts.
 */
export class SummaryPayments {
  readonly #entries = new Map<string, Entry>();

  add(receipt: SummaryReceipt, refusals: Refusal[]): void {
    for (const { type, amountMinor } of receipt.till.content.payments) {
      if (amountMinor === 0) continue;
      const left = receipt.left.get(`payment:${type}`) ?? null;
      // What left went where the mapping of then said; what it says now is no reason to refuse it.
      const accountId = receivingAccount(type, receipt.context, left === null ? refusals : []);
      if (accountId === 'on_account' && left === null) refusals.push(becameDebt(type));
      if ((accountId === null || accountId === 'on_account') && left === null) continue;
      const id = JSON.stringify(left === null ? [type, accountId] : [type, accountId, left]);
      const known = this.#entries.get(id) ?? {
        ...{ type, accountId: accountId ?? '', amountMinor: 0 },
        ...{ receipts: [], left },
      };
      known.amountMinor = sum([known.amountMinor, amountMinor]);
      if (known.receipts.at(-1) !== receipt) known.receipts.push(receipt);
      this.#entries.set(id, known);
    }
  }

  /** One payment per entry, and what moved; given the receipts in their order, so that the same ones make the same documents. */
  plan(document: SalesDocument, sign: 1 | -1, context: PlanningContext, refusals: Refusal[]): Planned {
    const planned: Planned = { documents: [], provenance: [] };
    const ids = [...this.#entries.keys()].sort();
    const settlement = settle(
      ids.map((id) => ({ id, type: id, amountMinor: this.#entries.get(id)!.amountMinor })),
      sign,
      () => false,
    );
    for (const { type: id, amountMinor } of settlement.payments) {
      const entry = this.#entries.get(id)!;
      if (entry.left !== null) continue;
      const payment = paymentOf(entry, document, amountMinor);
      planned.documents.push(payment);
      planned.provenance.push(...sourcesOf(entry, payment.key, `payment:${entry.type}`));
    }
    for (const [i, { fromType, toType, amountMinor }] of settlement.moves.entries()) {
      const [fromEntry, toEntry] = [this.#entries.get(fromType)!, this.#entries.get(toType)!];
      const from = context.organisation.accounts.get(fromEntry.accountId);
      const to = context.organisation.accounts.get(toEntry.accountId);
      if (!from || !to || from.accountId === to.accountId) continue;
      const index = i + 1;
      const keyOf = (kind: string) => documentKey(`${kind}:@summary`, document.key, `move:${index}`);
      // The move comes of the receipts whose payments went against their sign; it is tracked as the first of them is.
      const against = sign === 1 ? fromEntry : toEntry;
      const under = against.receipts[0]!.context;
      const move = { fromType: fromEntry.type, toType: toEntry.type, index, amountMinor, from, to };
      const documents = planMove(keyOf, document, move, under, refusals);
      planned.documents.push(...documents);
      const key = documents.at(-1)?.key;
      if (key) planned.provenance.push(...sourcesOf(against, key, `move:${index}`));
    }
    return planned;
  }
}

/** A receipt that is in a summary stays in it, also when its payment type is mapped to on account afterwards. */
const becameDebt = (type: string): Refusal => ({
  code: 'account_unusable',
  text: `Payment type “${type}” is on account now, but this receipt is in a summary already, where nothing is owed. Choose a receiving account for it.`,
  field: `paymentTypes.${type}`,
});

type Planned = { documents: PlannedDocument[]; provenance: SummaryProvenance[] };

/**
 * A payment is named by its type and its first receipt: a receipt is in one payment of a type only, so that two payments never meet,
 * even where some left and the rest is planned again under another mapping.
 */
function paymentOf(entry: Entry, document: SalesDocument, amountMinor: Minor): PaymentDocument {
  const { outlet, recordId, version } = entry.receipts[0]!.till;
  const mark = markOf(outlet, recordId, version);
  return {
    kind: 'payment',
    key: documentKey('payment:@summary', document.key, entry.type, mark),
    number: numberBelow(document.number, entry.type, mark),
    of: document.key,
    accountId: entry.accountId,
    date: document.date,
    currency: document.currency,
    amountMinor,
  };
}

const sourcesOf = (entry: Entry, documentKey: string, role: string): SummaryProvenance[] =>
  entry.receipts.map(({ till }) => ({ documentKey, role, till }));
