import { documentKey, documentNumber } from './number.ts';

/**
 * What one summary is of: a shift's receipts of one business day, an outlet's of one business day, or, where receipts name no shift
 * though summaries are per shift, a register's of one business day.
 */
export type SummaryGroup = { outlet: string; businessDay: string } & (
  | { by: 'shift'; shift: string }
  | { by: 'register'; register: string | null }
  | { by: 'day' }
);

export type SummaryKind = 'invoice' | 'credit_note';

/** What a summary document is called: in the portal and in Xero. */
export type SummaryName = { key: string; number: string };

/**
 * The key of a summary document. `@` before its second part, which no id ever shows as, tells it from the keys of single records.
 * @param supplement the mark of the first receipt of a supplement; null: the summary itself
 */
export function summaryKey(kind: SummaryKind, group: SummaryGroup, supplement: string | null = null): string {
  const more = supplement === null ? [] : [supplement];
  return documentKey(`${kind}:@${group.by}`, group.outlet, ...keyParts(group), group.businessDay, ...more);
}

/**
 * Key and number of a summary document, derived from what it sums. Invoice and credit note of one group differ in their numbers too:
 * people look for both in one place.
 * @param start what every number begins with (`numberStart`)
 */
export function summaryName(
  start: string,
  kind: SummaryKind,
  group: SummaryGroup,
  supplement: string | null = null,
): SummaryName {
  const day = group.businessDay.replaceAll('-', '');
  const parts = [...numberParts(group), day, kind === 'invoice' ? 'SUM' : 'REFUND'];
  const more = supplement === null ? [] : [supplement];
  return {
    key: summaryKey(kind, group, supplement),
    number: documentNumber(start, group.outlet, ...parts, ...more),
  };
}

function keyParts(group: SummaryGroup): string[] {
  if (group.by === 'shift') return [group.shift];
  return group.by === 'register' ? [group.register ?? ''] : [];
}

/** A letter before the id: a shift and a register may be called the same. */
function numberParts(group: SummaryGroup): string[] {
  if (group.by === 'shift') return ['S', group.shift];
  return group.by === 'register' ? ['R', group.register ?? ''] : [];
}

/** The group in words, for the document's reference and for sentences. */
export function summaryWords(group: SummaryGroup): string {
  if (group.by === 'shift') return `shift ${group.shift}, ${group.businessDay}`;
  if (group.by === 'register' && group.register !== null)
    return `register ${group.register}, ${group.businessDay}`;
  return group.businessDay;
}
