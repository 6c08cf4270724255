import { z } from 'zod';

/** What the sync route tells of progress, as far as it is shown. */
export const progressAnswer = z.object({
  progress: z.object({
    running: z.boolean(),
    run: z
      .object({
        id: z.number(),
        step: z.string(),
        outcome: z.string().nullable(),
        message: z.string().nullable(),
        counts: z.record(z.string(), z.number()).catch({}),
      })
      .nullable(),
    documents: z.object({ waiting: z.number(), posted: z.number(), attention: z.number() }),
    records: z.object({
      waiting: z.number(),
      notStarted: z.number(),
      held: z.number(),
      uninterpreted: z.number(),
    }),
  }),
});

export type Progress = z.output<typeof progressAnswer>['progress'];

/** What a run of one's own ended with. */
export const runAnswer = z.object({
  run: z
    .object({
      outcome: z.string(),
      message: z.string().nullable(),
      posted: z.number(),
      held: z.number(),
      refused: z.number(),
    })
    .nullable(),
});

const number = (n: number) => n.toLocaleString('en-GB');
const count = (n: number, one: string) => `${number(n)} ${n === 1 ? one : `${one}s`}`;

const steps: Record<string, (progress: Progress) => string> = {
  claim: () => 'Starting…',
  pull: ({ run }) => `Reading the till: ${count(run?.counts.pulled ?? 0, 'new record')} so far.`,
  interpret: ({ records }) => `Understanding what came: ${count(records.uninterpreted, 'record')} to go.`,
  plan: ({ records }) => `Working out the documents: ${count(records.waiting, 'record')} to go.`,
  settle: () => 'Looking up in Xero what was in doubt.',
  undo: () => 'Undoing in Xero what was asked for.',
  send: ({ documents }) => `Sending to Xero: ${count(documents.waiting, 'document')} to go.`,
};

/** What is being done now, in a sentence. */
export function stepWords(progress: Progress): string {
  const { run, running } = progress;
  if (!running || !run || run.outcome !== null) return 'Starting…';
  return steps[run.step]?.(progress) ?? 'At work…';
}

/**
 * How far the sending is, against what was posted when the watching began.
 * @returns no `max` while nobody knows how much there will be to send
 */
export function share(progress: Progress, postedBefore: number): { value: number; max?: number } {
  const { documents, records, run } = progress;
  const value = Math.max(0, documents.posted - postedBefore);
  const isKnown = run?.step === 'send' && records.uninterpreted === 0 && records.waiting === 0;
  return isKnown ? { value, max: value + documents.waiting } : { value };
}

/** How many records wait because posting has not begun. */
export const notStarted = (progress: Progress | null): number => progress?.records.notStarted ?? 0;

export type Ending = {
  kind: 'success' | 'info' | 'warning' | 'danger';
  text: string;
  /** The page where he can mend it. */
  mend?: 'accounts';
};

/**
 * How a sync ended, in a sentence.
 * @param totals over all its runs
 * @param notStartedCount records that wait because posting has not begun: then nothing is up to date
 */
export function endWords(
  outcome: string,
  message: string | null,
  totals: { posted: number; held: number; refused: number },
  notStartedCount = 0,
): Ending {
  const held =
    totals.held > 0 ? ` ${count(totals.held, 'record')} ${totals.held === 1 ? 'is' : 'are'} held.` : '';
  const refused = totals.refused > 0 ? ` Xero refused ${count(totals.refused, 'document')}.` : '';
  const isDone = outcome === 'done';
  const done =
    totals.posted > 0 ? `${count(totals.posted, 'document')} posted.` : isDone ? 'Nothing new to post.' : '';
  const tail = `${done}${held}${refused}`.trim();
  const told = (text: string) => `${text} ${tail}`.trim();
  switch (outcome) {
    case 'done':
      if (notStartedCount > 0) {
        const wait = `${count(notStartedCount, 'record')} ${notStartedCount === 1 ? 'waits' : 'wait'}`;
        const text = `${wait}: choose accounts and start posting.${held}`;
        return { kind: 'warning', text, mend: 'accounts' };
      }
      return { kind: held || refused ? 'warning' : 'success', text: told('Up to date.') };
    case 'wait':
      return { kind: 'info', text: told(`${message ?? 'A pause is asked for.'} It goes on by itself.`) };
    case 'attention':
      return { kind: 'warning', text: told(message ?? 'Something needs you.') };
    case 'lease_lost':
      return { kind: 'info', text: told('Another run has taken over.') };
    default:
      return { kind: 'danger', text: told(message ?? 'The sync did not end well.') };
  }
}
