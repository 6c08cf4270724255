import { guessedText } from '../assumptions.ts';
import { wireStamp } from '../base/dates.ts';
import { newId } from '../base/ids.ts';
import { writeJson } from '../base/json.ts';
import { type Answer, answer, JSON_TYPE } from '../http/message.ts';
import type { Context } from './context.ts';
import { validationException } from './errors.ts';
import { elementsOf, type Input } from './input.ts';
import type { Wire } from './wire.ts';

/** What came of one element of a request. */
export interface Outcome {
  wire: Wire;
  errors: string[];
  warnings: string[];
  /** Carries the change out; only called when there are no errors. Answers the element as it is then. */
  commit?: () => Wire;
}

/** The envelope around every successful answer. Its Id is repeated in a header. */
export function envelope(context: Context, content: Wire): Answer {
  const id = newId();
  return answer(
    200,
    JSON_TYPE,
    writeJson({
      Id: id,
      Status: 'OK',
      ProviderName: context.appName,
      DateTimeUTC: wireStamp(context.clock.now()),
      ...content,
    }),
    { 'xero-correlation-id': id },
  );
}

const messages = (texts: string[]): Wire[] => texts.map((Message) => ({ Message }));

/**
 * Carries out a request of many elements, one after the other. With `summarizeErrors=false` every element is answered
 * with its own status; without it, one bad element makes the whole answer a 400 that lists the bad ones only, while
 * the good ones have been created all the same.
 */
export function batch(
  context: Context,
  collection: string,
  handle: (element: Input) => Outcome,
  options: { summarizes?: boolean } = {},
): Answer {
  const elements = elementsOf(context.call.body, collection);
  const { maxElements, partialCommit } = context.settings;
  if (elements.length > maxElements) {
    return validationException([{ ValidationErrors: messages([guessedText.tooManyElements(maxElements)]) }]);
  }
  const elementWise =
    options.summarizes !== false && context.call.query.get('summarizeErrors')?.toLowerCase() === 'false';
  const outcomes: Outcome[] = [];
  if (elementWise || partialCommit) {
    for (const element of elements) outcomes.push(carryOut(handle(element)));
  } else {
    const planned = elements.map(handle);
    const clean = planned.every((outcome) => outcome.errors.length === 0);
    for (const outcome of planned) outcomes.push(clean ? carryOut(outcome) : outcome);
  }
  if (!elementWise) {
    const bad = outcomes.filter((outcome) => outcome.errors.length > 0);
    if (bad.length > 0) return validationException(bad.map(withFindings));
    return envelope(context, { [collection]: outcomes.map((outcome) => withWarnings(outcome)) });
  }
  return envelope(context, { [collection]: outcomes.map(withStatus) });
}

function carryOut(outcome: Outcome): Outcome {
  return outcome.errors.length === 0 && outcome.commit ? { ...outcome, wire: outcome.commit() } : outcome;
}

function withWarnings(outcome: Outcome): Wire {
  return outcome.warnings.length === 0
    ? outcome.wire
    : { ...outcome.wire, Warnings: messages(outcome.warnings) };
}

function withFindings(outcome: Outcome): Wire {
  const wire = withWarnings(outcome);
  if (outcome.errors.length === 0) return wire;
  return { ...wire, HasErrors: true, HasValidationErrors: true, ValidationErrors: messages(outcome.errors) };
}

function withStatus(outcome: Outcome): Wire {
  const status = outcome.errors.length > 0 ? 'ERROR' : outcome.warnings.length > 0 ? 'WARNING' : 'OK';
  return { ...withFindings(outcome), StatusAttributeString: status };
}
