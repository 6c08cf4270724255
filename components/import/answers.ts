import type { ImportPreview } from '@/lib/tagrain/file/preview-shape';

/** What the person has said about the file, as the preview route takes it. */
export type Answers = {
  encoding?: 'auto' | 'windows-1252';
  delimiter?: string | null;
  columns: Record<string, number | null>;
  dateOrder?: string | null;
  decimalMark?: string | null;
  rowIs?: string | null;
  totalIs?: string | null;
  taxIs: 'included' | 'added';
  kinds: Record<string, string>;
  timeZone: string | null;
  dayCutoff: string;
  currency: string;
  outlet: string;
  register: string;
  payment: string;
  keepGood: boolean;
};

export const firstAnswers = (currency: string): Answers => ({
  columns: {},
  taxIs: 'included',
  kinds: {},
  timeZone: null,
  dayCutoff: '00:00',
  currency,
  outlet: '',
  register: '',
  payment: '',
  keepGood: true,
});

/** The sentence to show at a field: the server's question about it, once the person has asked for the preview. */
export const errorOf = (preview: ImportPreview, asked: boolean, option: string): string | undefined =>
  asked ? preview.questions.find((question) => question.option === option)?.text : undefined;

export type SetAnswers = (change: Partial<Answers>) => void;
