import { z } from 'zod';
import { delimiters } from './csv.ts';
import { dateOrders } from './dates.ts';
import { fields } from './fields.ts';
import { isTimeZone } from './zone.ts';

/** What a row of the type column says: a sale, a refund, a voided receipt, or nothing that is to come in. */
export const rowKinds = ['sale', 'refund', 'voided', 'leave_out'] as const;
export type RowKind = (typeof rowKinds)[number];

const shortText = z.string().trim().max(120);

/** The person's answers about a file. Whatever is left out is guessed or asked; what could be misread is never guessed. */
export const importOptions = z.object({
  encoding: z.enum(['auto', 'windows-1252']).default('auto'),
  delimiter: z.enum(delimiters).nullish(),
  columns: z.partialRecord(z.enum(fields), z.int().min(0).max(999).nullable()).default({}),
  dateOrder: z.enum(dateOrders).nullish(),
  decimalMark: z.enum(['.', ',']).nullish(),
  rowIs: z.enum(['receipt', 'line']).nullish(),
  totalIs: z.enum(['line', 'receipt']).nullish(),
  taxIs: z.enum(['included', 'added']).default('included'),
  kinds: z.record(z.string(), z.enum(rowKinds)).default({}),
  timeZone: z.string().refine(isTimeZone, 'Choose a time zone from the list.').nullish(),
  dayCutoff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A day cut-off is a time such as 04:00.')
    .default('00:00'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'A currency is a code of three letters such as AUD.')
    .nullish(),
  /** Used where no column is matched. */
  outlet: shortText.default(''),
  register: shortText.default(''),
  payment: shortText.default(''),
  /** Whether the good rows come in although others are refused. */
  keepGood: z.boolean().default(true),
});

export type ImportOptions = z.output<typeof importOptions>;

/** What the portal knows already, so that a file's names meet the till's own ids. */
export type Known = {
  outlets: readonly {
    id: string;
    name: string;
    timeZone: string;
    dayCutoff?: string;
    registers: readonly { id: string; name: string }[];
  }[];
  paymentTypes: readonly { code: string; name: string }[];
};

/** Something that a person must say before anything can come in. */
export type Question = {
  code:
    | 'column'
    | 'date_order'
    | 'decimal_mark'
    | 'total_is'
    | 'kinds'
    | 'outlet'
    | 'payment'
    | 'time_zone'
    | 'currency';
  /** The option that answers it, as a path: "dateOrder", "columns.total". */
  option: string;
  text: string;
};
