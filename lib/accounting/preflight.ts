import { type Mend, mendOf } from './mend.ts';
import { type Refusal, type RefusalCode, refusalCodes } from './refusal.ts';

/** `stop`: it does not go before it is mended. `wait`: it goes by itself, or after something else. `note`: good to know. */
export type PreflightTone = 'stop' | 'wait' | 'note';

/** Records that are refused for one reason, at one field where the reason has one. */
export type RefusalGroup = {
  code: string;
  field: string | null;
  /** Records; one with two reasons counts in both. */
  count: number;
  tone: PreflightTone;
  /** What the reason means in general. */
  meaning: string;
  /** What was said of the first record. */
  example: string;
  exampleId: number;
  mend: Mend | null;
};

/** What resolves by itself as records come or others are mended. */
const waiting: ReadonlySet<string> = new Set([
  ...['shift_incomplete', 'summary_waits', 'paid_receipt_unknown', 'payment_exceeds_debt'],
]);
/** What only a real run can know. */
const later: ReadonlySet<string> = new Set(['till_balance_unknown']);

const toneOf = (code: string): PreflightTone =>
  later.has(code) ? 'note' : waiting.has(code) ? 'wait' : 'stop';

const order: Record<PreflightTone, number> = { stop: 0, wait: 1, note: 2 };

/** Gathers why records are not planned, by reason and field. Holds one entry for each, however many records there are. */
export class RefusalGroups {
  readonly #groups = new Map<string, { refusal: Refusal; count: number; exampleId: number }>();

  add(tillTransactionId: number, refusals: readonly Refusal[]): void {
    const told = new Set<string>();
    for (const refusal of refusals) {
      const id = JSON.stringify([refusal.code, refusal.field]);
      if (told.has(id)) continue;
      told.add(id);
      const known = this.#groups.get(id);
      if (known) known.count++;
      else this.#groups.set(id, { refusal, count: 1, exampleId: tillTransactionId });
    }
  }

  /** What stops first, most records first. */
  list(): RefusalGroup[] {
    return [...this.#groups.values()]
      .map(({ refusal: { code, text, field }, count, exampleId }) => ({
        ...{ code, count, exampleId },
        field: field ?? null,
        tone: toneOf(code),
        meaning: Object.hasOwn(refusalCodes, code) ? refusalCodes[code as RefusalCode] : text,
        example: text,
        mend: withField(mendOf(code), field),
      }))
      .sort((a, b) => order[a.tone] - order[b.tone] || b.count - a.count || (a.code < b.code ? -1 : 1));
  }
}

/** The field itself, where the refusal names it, before the part of the page. */
const withField = (mend: Mend | null, field: string | undefined): Mend | null =>
  mend?.at === 'accounts' && field !== undefined ? { ...mend, target: field } : mend;
