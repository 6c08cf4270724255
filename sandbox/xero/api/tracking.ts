import { guessedText } from '../assumptions.ts';
import type { Books } from '../books/books.ts';
import type { TrackingCategory, TrackingOption, TrackingRef } from '../books/types.ts';
import type { Findings } from './context.ts';
import type { Input } from './input.ts';

const MOST_ON_A_LINE = 2;

/**
 * Reads the tracking of a line: by ids or by names, an id before a name. Only active categories and options count, each category once,
 * and no more than two.
 * @param strict an approved document: what is not usable is refused instead of dropped with a warning
 */
export function readTracking(
  books: Books,
  inputs: Input[],
  strict: boolean,
  findings: Findings,
): TrackingRef[] {
  if (inputs.length > MOST_ON_A_LINE) findings.errors.push(guessedText.trackingTooMany);
  const refs: TrackingRef[] = [];
  for (const input of inputs.slice(0, MOST_ON_A_LINE)) {
    const category = categoryOf(books, input);
    const option = category && optionOf(category, input);
    if (!category || !option) {
      const message = guessedText.trackingUnknown(
        input.filled('Name') ?? input.filled('TrackingCategoryID') ?? '',
        input.filled('Option') ?? input.filled('TrackingOptionID') ?? '',
      );
      (strict ? findings.errors : findings.warnings).push(message);
    } else if (refs.some((ref) => ref.categoryId === category.id)) {
      findings.errors.push(guessedText.trackingTwice(category.name));
    } else refs.push({ categoryId: category.id, optionId: option.id });
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

function optionOf({ options }: TrackingCategory, input: Input): TrackingOption | undefined {
  const id = input.filled('TrackingOptionID')?.toLowerCase();
  const name = input.filled('Option')?.toLowerCase();
  return options.find(
    (option) =>
      option.status === 'ACTIVE' &&
      (id !== undefined ? option.id === id : option.name.toLowerCase() === name),
  );
}
