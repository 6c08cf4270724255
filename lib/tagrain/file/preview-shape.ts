import type { DateChoice, DateOrder } from './dates.ts';
import type { Columns, MatchedBy } from './match.ts';
import type { PaymentName, TaxName } from './names.ts';
import type { Question, RowKind } from './options.ts';
import type { Tally } from './tally.ts';

/** What the preview route answers and the screen shows. */
export type ImportPreview = {
  file: {
    name: string;
    bytes: number;
    format: 'csv' | 'json' | 'records';
    encoding: string;
    delimiter: string | null;
    unit: 'line' | 'record';
    linesAbove: number[];
  };
  rows: number | null;
  heads: { index: number; name: string; samples: string[] }[];
  /** Null for a file of feed records. */
  columns: Columns | null;
  matchedBy: MatchedBy;
  /** Null where the dates need no person's word. */
  dates: { choices: DateChoice[]; chosen: DateOrder | null } | null;
  decimals: { chosen: '.' | ',' | null; examples: string[] } | null;
  /** Null where each receipt has one row anyway. */
  rowIs: { chosen: 'receipt' | 'line'; repeated: number } | null;
  totalIs: { chosen: 'line' | 'receipt' | null } | null;
  kinds: { value: string; kind: RowKind | null }[];
  questions: Question[];
  earlier: { name: string; createdAt: string; recordsNew: number } | null;
  knownOutlets: { id: string; name: string; timeZone: string }[];
  /** Null while a question is open. */
  result: PreviewResult | null;
};

export type PreviewResult = Tally & {
  known: number;
  new: number;
  newOutlets: string[];
  paymentKinds: PaymentName[];
  taxNames: TaxName[];
  previewSha256: string;
};

/** What the commit route answers. */
export type ImportDone = { recordsNew: number; recordsKnown: number; rowsRefused: number };
