import { guessedText } from '../assumptions.ts';
import type { Books } from '../books/books.ts';
import type { TrackingCategory, TrackingRef } from '../books/types.ts';
import type { Findings } from './context.ts';
import type { Input } from './input.ts';

/** Reads the tracking of a line: by ids or by names; only active categories and options count. */
export function readTracking(
  books: Books,
  inputs: Input[],
  strict: boolean,
  findings: Findings,
): TrackingRef[] {
  if (inputs.length > 2) findings.errors.push(guessedText.trackingTooMany);
  const refs: TrackingRef[] = [];
  for (const input of inputs.slice(0, 2)) {
    const category = categoryOf(books, input);
    const option = category?.options.find(
      (o) =>
        o.status === 'ACTIVE' &&
        (o.id === input.filled('TrackingOptionID')?.toLowerCase() ||
          o.name.toLowerCase() === input.filled('Option')?.toLowerCase()),
    );
    if (category && option) {
      refs.push({ categoryId: category.id, optionId: option.id });
      continue;
    }
    const message = guessedText.trackingUnknown(
      input.filled('Name') ?? input.filled('TrackingCategoryID') ?? '',
      input.filled('Option') ?? input.filled('TrackingOptionID') ?? '',
    );
    (strict ? findings.errors : findings.warnings).push(message);
  }
  return refs;
}

function categoryOf(books: Books, input: Input): TrackingCategory | undefined {
  const id = input.filled('TrackingCategoryID')?.toLowerCase();
  const name = input.filled('Name')?.toLowerCase();
  const found =
    id !== undefined
      ? books.tracking.get(id)
      : name !== undefined
        ? books.tracking.first('name', name)
        : undefined;
  return found?.status === 'ACTIVE' ? found : undefined;
}
