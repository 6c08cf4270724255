import { type OpenedFile, openFile } from './open.ts';
import { type ImportOptions, importOptions, type Known } from './options.ts';
import { type Outcome, readOutcomes } from './outcomes.ts';
import type { FileReceipt } from './receipt.ts';
import { Tallier } from './tally.ts';

/** For tests: bytes of a text. */
export const utf8 = (text: string) => new TextEncoder().encode(text);

export const nothingKnown: Known = { outlets: [], paymentTypes: [] };

/** For tests: the answers that a careful person gives, with others on top. */
export const answers = (more: Partial<Record<keyof ImportOptions, unknown>> = {}): ImportOptions =>
  importOptions.parse({ timeZone: 'Australia/Sydney', currency: 'AUD', ...more });

/** For tests: a file read to its end. @throws FileRefused as reading does; Error when a question is open */
export async function readAll(bytes: Uint8Array | string, options = answers(), known = nothingKnown) {
  const file: OpenedFile = await openFile(typeof bytes === 'string' ? utf8(bytes) : bytes, options, known);
  const reading = readOutcomes(file);
  const tallier = new Tallier();
  const outcomes: Outcome[] = [];
  for await (const outcome of reading.outcomes) {
    tallier.add(outcome);
    outcomes.push(outcome);
  }
  const receipts = outcomes.flatMap((o) => (o.kind === 'record' ? [o.record as FileReceipt] : []));
  const refused = outcomes.flatMap((o) => (o.kind === 'refused' ? [o.refusal] : []));
  const leftOut = outcomes.flatMap((o) => (o.kind === 'left_out' ? [o] : []));
  return { file, outcomes, receipts, refused, leftOut, tally: tallier.result(), names: reading.names };
}
