import type { Minor } from '@/lib/money/money';
import { dependenciesOf, type PlannedDocument } from './document.ts';
import { movements } from './journal.ts';
import { documentKey, documentNumber, numberStart } from './number.ts';
import type { PlanningContext } from './plan.ts';
import type { TillTransaction } from './till-transaction.ts';

/** A record as one of its versions tells it, and what that is planned under. */
export type Version<T extends TillTransaction = TillTransaction> = { till: T; context: PlanningContext };

/** A record that the till changed or voided after something of it may have left for Xero. */
export type Correction<T extends TillTransaction = TillTransaction> = {
  /** The newest version that may have left, with the mapping that it was planned under. */
  earlier: Version<T>;
  /** The newest of all; where it is voided, nothing is to be left of the earlier one. */
  later: Version<T>;
  /** Number of the document by which the record came to Xero first. */
  firstNumber: string;
  /** Of a payment: what of it is on which invoice. */
  payments: readonly { of: string; accountId: string; amountMinor: Minor }[];
  /** Why what is in Xero cannot be told from the earlier version (a person undid a document of it, say), in words; null: all stand as they were sent. */
  stopped: string | null;
};

/** What takes the earlier version back, or makes the later one of it. */
export type CorrectionName = 'correction' | 'reversal';

const marks: Record<CorrectionName, string> = { correction: 'C', reversal: 'R' };
const verbs: Record<CorrectionName, string> = { correction: 'corrects', reversal: 'reverses' };

/** The key of a document of a correction: it holds the newer version, so that each version corrects once. */
export const correctionKey = (
  kind: string,
  { outlet, recordId, version }: TillTransaction,
  name: CorrectionName,
  ...rest: string[]
): string => documentKey(kind, outlet, recordId, version, name, ...rest);

/** Its number, unlike any of the record's own: number of the newer version, C or R, and what else tells its documents apart. */
export const correctionNumber = (
  { outlet, recordId, version }: TillTransaction,
  context: PlanningContext,
  name: CorrectionName,
  ...rest: string[]
): string => documentNumber(numberStart(context), outlet, recordId, version, ...[marks[name], ...rest]);

/** What people read on it. */
export const correctionWords = (name: CorrectionName, { firstNumber }: Correction): string =>
  `${verbs[name]} ${firstNumber}`;

/** Documents after the contacts that they name, of those at hand; a contact alone is not made. */
export function withContacts(
  contacts: readonly PlannedDocument[],
  documents: readonly PlannedDocument[],
): PlannedDocument[] {
  const named = new Set(documents.flatMap(dependenciesOf));
  const needed = new Map(contacts.filter((c) => named.has(c.key)).map((c) => [c.key, c]));
  return [...needed.values(), ...documents.filter((d) => !needed.has(d.key))];
}

/** Whether documents make of what the earlier ones moved what the later ones move, account by account. */
export function movesFromTo(
  before: ReadonlyMap<string, Minor>,
  documents: readonly PlannedDocument[],
  after: ReadonlyMap<string, Minor>,
): boolean {
  const left = movements(documents);
  for (const [account, amount] of before) left.set(account, (left.get(account) ?? 0) + amount);
  for (const [account, amount] of after) left.set(account, (left.get(account) ?? 0) - amount);
  return [...left.values()].every((amount) => amount === 0);
}
