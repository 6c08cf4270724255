import { collectIds, guessRowIs, guessTotalIs, type Ids } from './ids.ts';
import { Names } from './names.ts';
import type { ImportOptions, Known, Question } from './options.ts';
import type { ReceiptWay } from './receipt.ts';
import type { ReadySettings } from './row.ts';
import { openQuestions, type Settings, settle } from './settings.ts';
import { type Survey, survey } from './survey.ts';
import { openTable, type Table } from './table.ts';

/** A file that was looked through, with what is known of it and what a person still has to say. */
export type OpenedFile = {
  table: Table;
  options: ImportOptions;
  known: Known;
  questions: Question[];
  /** Null for a file of feed records, whose meaning needs no guess. */
  look: Look | null;
};

export type Look = {
  survey: Survey;
  settings: Settings;
  ids: Ids;
  rowIs: 'receipt' | 'line';
  /** Whether it makes a difference what a row is. */
  rowIsMatters: boolean;
  totalIs: 'line' | 'receipt' | null;
  prices: 'inclusive' | 'exclusive';
};

/** Looks through a file, twice from beginning to end, holding no row. @throws FileRefused */
export async function openFile(bytes: Uint8Array, options: ImportOptions, known: Known): Promise<OpenedFile> {
  const table = openTable(bytes, options);
  if (table.format === 'records') {
    const questions: Question[] =
      options.timeZone == null
        ? [
            {
              code: 'time_zone',
              option: 'timeZone',
              text: 'Choose the time zone of the outlets that are new.',
            },
          ]
        : [];
    return { table, options, known, questions, look: null };
  }
  const facts = await survey(table);
  const settings = settle(table, facts, options);
  const ids = await collectIds(table, settings, known);
  const rowIs = options.rowIs ?? guessRowIs(ids);
  const totalIs = rowIs === 'line' ? (options.totalIs ?? guessTotalIs(ids)) : 'line';
  const questions = openQuestions(settings, facts);
  if (totalIs === null) {
    questions.push({
      code: 'total_is',
      option: 'totalIs',
      text: 'All rows of a receipt show the same total. Choose whether that is the total of the row or of the whole receipt.',
    });
  }
  const prices = settings.taxIs === 'added' || ids.pricesNet > ids.pricesGross ? 'exclusive' : 'inclusive';
  return {
    table,
    options,
    known,
    questions,
    look: { survey: facts, settings, ids, rowIs, rowIsMatters: ids.repeated > 0, totalIs, prices },
  };
}

/** Settings and way for reading the rows. @throws Error when a question is still open: that is the caller's fault */
export function readyWay({ table, questions, look, known }: OpenedFile): {
  settings: ReadySettings;
  way: ReceiptWay;
} {
  if (!look || questions.length > 0) throw new Error('a file is read only when every question is answered');
  const settings = look.settings as ReadySettings;
  const taxColumn = settings.columns.tax;
  return {
    settings,
    way: {
      currency: settings.currency,
      digits: settings.digits,
      taxIs: settings.taxIs,
      totalIs: look.totalIs ?? 'line',
      prices: look.prices,
      names: new Names(known, taxColumn === null ? null : table.heads[taxColumn]!),
    },
  };
}
