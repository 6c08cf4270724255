/** In which order a numeric date names day, month and year. */
export type DateOrder = 'DMY' | 'MDY' | 'YMD';
export const dateOrders = ['DMY', 'MDY', 'YMD'] as const satisfies readonly DateOrder[];

export const dateOrderNames: Record<DateOrder, string> = {
  DMY: 'Day / Month / Year',
  MDY: 'Month / Day / Year',
  YMD: 'Year / Month / Day',
};

export type CivilDate = { year: number; month: number; day: number };
export type CivilTime = {
  hour: number;
  minute: number;
  second: number /** "Z" or "+11:00" where the file says it. */;
  offset: string | null;
};

/** A date as written: its readings by order, and what followed it (a time). */
export type WrittenDate = {
  readings: Partial<Record<DateOrder, CivilDate>>;
  shapeFits: readonly DateOrder[];
  rest: string;
};

const monthStarts =
  'jan|feb|fév|fev|mar|mär|maer|mrt|apr|avr|abr|may|mai|maj|mag|mei|jun|juin|giu|jul|juil|lug|aug|aoû|aou|ago|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic|ene|gen';
const monthNumbers: Record<string, number> = {
  jan: 1,
  ene: 1,
  gen: 1,
  feb: 2,
  fév: 2,
  fev: 2,
  mar: 3,
  mär: 3,
  maer: 3,
  mrt: 3,
  apr: 4,
  avr: 4,
  abr: 4,
  may: 5,
  mai: 5,
  maj: 5,
  mag: 5,
  mei: 5,
  jun: 6,
  juin: 6,
  giu: 6,
  jul: 7,
  juil: 7,
  lug: 7,
  aug: 8,
  aoû: 8,
  aou: 8,
  ago: 8,
  sep: 9,
  set: 9,
  oct: 10,
  okt: 10,
  ott: 10,
  out: 10,
  nov: 11,
  dec: 12,
  dez: 12,
  déc: 12,
  dic: 12,
};

const numeric = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:(?:T|[\s,]+)(.*))?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ](.*))?$/;
const dayFirst = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s/-]*(${monthStarts})\\p{L}*\\.?[\\s,/-]*(\\d{4}|\\d{2})(?:[\\s,T]+(.*))?$`,
  'iu',
);
const monthFirst = new RegExp(
  `^(${monthStarts})\\p{L}*\\.?[\\s-]*(\\d{1,2})(?:st|nd|rd|th)?[\\s,-]+(\\d{4})(?:[\\s,T]+(.*))?$`,
  'iu',
);

/** A day that the calendar has; 31/2 is none. */
function civil(yearText: string, monthText: string | number, dayText: string): CivilDate | null {
  const year = yearText.length <= 2 ? 2000 + Number(yearText) : Number(yearText);
  const month = Number(monthText);
  const day = Number(dayText);
  if (yearText.length === 3 || year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1) return null;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate() ? { year, month, day } : null;
}

const allOrders = (reading: CivilDate | null): WrittenDate['readings'] =>
  reading ? { DMY: reading, MDY: reading, YMD: reading } : {};

/** Reads a date in every order that its digits allow. @returns null when the text has no date's shape at all */
export function readDate(text: string): WrittenDate | null {
  const trimmed = text.trim().replace(/^\p{L}{2,10}\.?,?\s+(?=\d)/u, '');
  if (trimmed.length < 5 || trimmed.length > 48) return null;
  let match = numeric.exec(trimmed);
  if (match) {
    const [, a, , b, c, rest = ''] = match as unknown as [string, string, string, string, string, string?];
    const shapeFits: DateOrder[] = [];
    if (a.length === 4 ? c.length <= 2 : a.length <= 2 && c.length === 2) shapeFits.push('YMD');
    if (a.length <= 2 && (c.length === 4 || c.length === 2)) shapeFits.push('DMY', 'MDY');
    const readings: WrittenDate['readings'] = {};
    for (const order of shapeFits) {
      const [year, month, day] = order === 'YMD' ? [a, b, c] : order === 'DMY' ? [c, b, a] : [c, a, b];
      const reading = civil(year, month, day);
      if (reading) readings[order] = reading;
    }
    // A year of four digits in front leaves one order: such a value fits whatever the others in the column are.
    if (shapeFits.length === 1)
      return { readings: allOrders(readings.YMD ?? null), shapeFits: dateOrders, rest };
    return { readings, shapeFits, rest };
  }
  match = compact.exec(trimmed);
  if (match)
    return {
      readings: allOrders(civil(match[1]!, match[2]!, match[3]!)),
      shapeFits: dateOrders,
      rest: match[4] ?? '',
    };
  match = dayFirst.exec(trimmed);
  if (match) {
    const month = monthNumbers[match[2]!.toLowerCase()]!;
    return {
      readings: allOrders(civil(match[3]!, month, match[1]!)),
      shapeFits: dateOrders,
      rest: match[4] ?? '',
    };
  }
  match = monthFirst.exec(trimmed);
  if (match) {
    const month = monthNumbers[match[1]!.toLowerCase()]!;
    return {
      readings: allOrders(civil(match[3]!, month, match[2]!)),
      shapeFits: dateOrders,
      rest: match[4] ?? '',
    };
  }
  return null;
}

const clock =
  /^(\d{1,2})[:.h](\d{2})(?:[:.m](\d{2})(?:[.,]\d{1,9})?s?)?\s*([ap])?\.?(?:m\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Reads a time of day, with AM/PM and an offset where written. @returns null when it is none */
export function readTime(text: string): CivilTime | null {
  const match = clock.exec(text.trim());
  if (!match) return null;
  let hour = Number(match[1]);
  const minute = Number(match[2]);
  const second = Number(match[3] ?? '0');
  const half = match[4]?.toLowerCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = match[5]?.toUpperCase() ?? null;
  return {
    hour,
    minute,
    second,
    offset:
      offset && offset !== 'Z' && !offset.includes(':') ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset,
  };
}

/** What all values of a column say about the order of day, month and year. */
export type DateFacts = {
  /** Values that have a date's shape. */
  seen: number;
  /** Values that are a date of the calendar in at least one order. */
  readable: number;
  fits: Record<DateOrder, number>;
  /** Values that are two different days, by the order in which they are read. */
  twofold: number;
  examples: string[];
};

export const noDateFacts = (): DateFacts => ({
  seen: 0,
  readable: 0,
  fits: { DMY: 0, MDY: 0, YMD: 0 },
  twofold: 0,
  examples: [],
});

const sameDay = (a: CivilDate, b: CivilDate) => a.year === b.year && a.month === b.month && a.day === b.day;

export function countDate(facts: DateFacts, text: string): WrittenDate | null {
  const written = readDate(text);
  if (!written) return null;
  facts.seen += 1;
  const readings = Object.values(written.readings);
  if (readings.length > 0) facts.readable += 1;
  for (const order of dateOrders) if (written.readings[order]) facts.fits[order] += 1;
  if (readings.some((reading) => !sameDay(reading, readings[0]!))) {
    facts.twofold += 1;
    if (facts.examples.length < 2) facts.examples.push(text.trim());
  }
  return written;
}

/**
 * The order that needs no question: no value can be read in two ways, and one order fits all that can be read. Even where
 * the other values give the order away, a column with a value like 1/5/2019 is for a person to confirm: a wrong month would
 * go unnoticed into the books.
 */
export function plainOrder(facts: DateFacts): DateOrder | null {
  if (facts.twofold > 0) return null;
  return dateOrders.find((order) => facts.fits[order] === facts.readable) ?? null;
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "5 January 2019": the month in letters, so that nothing is left to confuse. */
export const spokenDate = (date: CivilDate): string =>
  `${date.day} ${monthNames[date.month - 1]} ${date.year}`;

/** One way of reading the column's dates, put before the person who has to choose. */
export type DateChoice = {
  order: DateOrder;
  fits: number;
  of: number;
  examples: { text: string; means: string }[];
};

export function dateChoices(facts: DateFacts): DateChoice[] {
  return dateOrders
    .filter((order) => facts.fits[order] > 0)
    .map((order) => ({
      order,
      fits: facts.fits[order],
      of: facts.seen,
      examples: facts.examples.map((text) => {
        const reading = readDate(text)?.readings[order];
        return { text, means: reading ? spokenDate(reading) : 'no date' };
      }),
    }))
    .filter((choice) => choice.examples.length === 0 || choice.examples.some((e) => e.means !== 'no date'));
}
