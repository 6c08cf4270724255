import type { Minor } from '@/lib/money/money';
import { percent, taxInside } from '@/lib/money/rounding';
import {
  type Correction,
  type CorrectionName,
  correctionKey,
  correctionNumber,
  correctionWords,
  movesFromTo,
  withContacts,
} from './correction.ts';
import type { BankTransactionDocument, BankTransferDocument, PlannedDocument } from './document.ts';
import { movements } from './journal.ts';
import { documentDate, lateMark, lateWords } from './late.ts';
import { placeOf } from './net-lines.ts';
import { type Plan, planOf } from './plan.ts';
import { cashMark } from './plan-cash.ts';
import { planTill } from './plan-till.ts';
import { unsound } from './validators.ts';

type Movement = BankTransferDocument | BankTransactionDocument;

/**
 * Plans what makes of a cash movement, an expense or a variance in Xero what the till tells now: the difference in one document, in the
 * direction that it has; where accounts, payee or tax became others, the earlier one turned round and the later one for itself.
 */
export function correctCash(correction: Correction): Plan {
  const { earlier, later } = correction;
  // It was planned once: what its shift lacked then, or lacks now, is not asked again.
  const was = planTill(earlier.till, { ...earlier.context, shiftLacks: () => null });
  const is: Plan = later.till.voided
    ? { ok: true, documents: [], provenance: [] }
    : planTill(later.till, later.context);
  if (!was.ok || !is.ok) {
    return planOf([...(was.ok ? [] : was.refusals), ...(is.ok ? [] : is.refusals)], [], []);
  }
  const [before, after] = [movementOf(was.documents), movementOf(is.documents)];
  const single = differenceOf(correction, before, after);
  const made =
    single === undefined
      ? [...(before ? [named(correction, 'reversal', reversed(before))] : []), ...is.documents]
      : single === null
        ? []
        : [named(correction, 'correction', single)];
  const contacts = [...was.documents, ...is.documents].filter((d) => d.kind === 'contact');
  const movementsMade = made.filter((d) => d.kind !== 'contact');
  const documents = withContacts(contacts, movementsMade);
  const faults = movesFromTo(movements(was.documents), documents, movements(is.documents))
    ? []
    : ['it moves from the earlier version to the later'];
  const roleOf = ({ key }: PlannedDocument) =>
    key === after?.key ? 'movement' : single === undefined ? 'reversal' : 'correction';
  return planOf(
    unsound(faults),
    documents,
    movementsMade.map((d) => ({ documentKey: d.key, role: roleOf(d) })),
  );
}

const movementOf = (documents: readonly PlannedDocument[]): Movement | null =>
  documents.find((d): d is Movement => d.kind === 'bank_transfer' || d.kind === 'bank_transaction') ?? null;

/** What goes out of the account that is named first, and how much of it is tax. */
type Flow = { between: string; outMinor: Minor; taxMinor: Minor; tillTaxMinor: Minor };

function flowOf(movement: Movement): Flow {
  if (movement.kind === 'bank_transfer') {
    const ends = [movement.fromAccountId, movement.toAccountId].sort();
    const sign = ends[0] === movement.fromAccountId ? 1 : -1;
    return {
      between: JSON.stringify(ends),
      outMinor: sign * movement.amountMinor,
      taxMinor: 0,
      tillTaxMinor: 0,
    };
  }
  const sign = movement.type === 'SPEND' ? 1 : -1;
  return {
    between: JSON.stringify([movement.bankAccountId, movement.contact, placeOf(movement.lines[0]!)]),
    outMinor: sign * movement.totalMinor,
    taxMinor: sign * movement.taxMinor,
    tillTaxMinor: sign * (movement.taxMinor + movement.taxDifferenceMinor),
  };
}

/** The difference as one movement; null: there is none; undefined: it cannot be told in one. */
function differenceOf(
  { earlier, later }: Correction,
  before: Movement | null,
  after: Movement | null,
): Movement | null | undefined {
  if (!before && !after) return null;
  if (!before || !after) return undefined;
  const [was, is] = [flowOf(before), flowOf(after)];
  if (was.between !== is.between || earlier.till.businessDay !== later.till.businessDay) return undefined;
  const outMinor = is.outMinor - was.outMinor;
  const taxMinor = is.taxMinor - was.taxMinor;
  if (outMinor === 0) return taxMinor === 0 ? null : undefined;
  const sign = outMinor > 0 ? 1 : -1;
  const amountMinor = Math.abs(outMinor);
  if (after.kind === 'bank_transfer') {
    const ends: string[] = [after.fromAccountId, after.toAccountId].sort();
    const [fromAccountId, toAccountId] = (sign === 1 ? ends : ends.reverse()) as [string, string];
    return { ...after, fromAccountId, toAccountId, amountMinor };
  }
  const [line] = after.lines;
  // Xero computes the tax of it by itself: where rounding would make another one, two documents say it exactly.
  const rate = later.context.organisation.taxRates.get(line!.taxType);
  const xeros = rate ? taxInside(amountMinor, percent(rate.rate)) : 0;
  if (xeros !== sign * taxMinor) return undefined;
  return {
    ...after,
    type: sign === 1 ? 'SPEND' : 'RECEIVE',
    lines: [{ ...line!, grossMinor: amountMinor, taxMinor: xeros }],
    ...{ totalMinor: amountMinor, taxMinor: xeros },
    taxDifferenceMinor: sign * (is.tillTaxMinor - was.tillTaxMinor) - xeros,
  };
}

const reversed = (movement: Movement): Movement =>
  movement.kind === 'bank_transfer'
    ? { ...movement, fromAccountId: movement.toAccountId, toAccountId: movement.fromAccountId }
    : { ...movement, type: movement.type === 'SPEND' ? 'RECEIVE' : 'SPEND' };

/** A movement under a name of its own, dated on its day or the first open one, with what it corrects in its words. */
function named(correction: Correction, name: CorrectionName, movement: Movement): Movement {
  const { till, context } = correction.later;
  const day = name === 'reversal' ? correction.earlier.till.businessDay : till.businessDay;
  const own = {
    key: correctionKey(movement.kind, till, name, till.kind),
    number: correctionNumber(till, context, name, ...lateMark(day, context), cashMark(till.kind)),
    date: documentDate(day, context),
  };
  if (movement.kind === 'bank_transfer') return { ...movement, ...own };
  const words = `, ${correctionWords(name, correction)}`;
  const late = lateWords(day, context);
  const lines = movement.lines.map((line) => ({
    ...line,
    description: `${line.description.replace(new RegExp(`${late}$`), '')}${words}${late}`,
  }));
  return { ...movement, ...own, lines };
}
