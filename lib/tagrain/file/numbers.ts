import { type Decimal, decimal } from './decimal.ts';

/** What stands before the decimals. Whether "1.234" is a thousand or one and a bit is never guessed from one value. */
export type DecimalMark = '.' | ',';

/** Strips what surrounds a number in exports: white space, a currency sign, accounting brackets, a trailing minus. */
function bare(text: string): { negative: boolean; body: string } | null {
  let body = text.trim().replaceAll('\u2212', '-');
  let negative = false;
  const bracketed = /^\((.*)\)$/.exec(body);
  if (bracketed) {
    negative = true;
    body = bracketed[1]!.trim();
  }
  body = body.replace(/^(-?)\s*[$€£¥₹]\s*/, '$1').replace(/\s*[$€£¥₹]$/, '');
  const sign = /^([+-]?)(.*?)(-?)$/.exec(body)!;
  if (sign[1] && sign[3]) return null;
  if (sign[1] === '-' || sign[3] === '-') {
    if (negative) return null;
    negative = true;
  }
  return { negative, body: sign[2]!.trim() };
}

/** Grouping with the marks that occur beside each decimal mark: a space (also the narrow ones), an apostrophe, the other mark. */
const forms: Record<DecimalMark, RegExp> = {
  '.': /^(?:(\d{1,3}(?:([, \u00a0\u202f'’])\d{3})(?:\2\d{3})*|\d{1,15})(?:\.(\d{0,25}))?|\.(\d{1,25}))$/,
  ',': /^(?:(\d{1,3}(?:([. \u00a0\u202f'’])\d{3})(?:\2\d{3})*|\d{1,15})(?:,(\d{0,25}))?|,(\d{1,25}))$/,
};

const plain: Record<DecimalMark, RegExp> = {
  '.': /^-?\d{1,15}(?:\.\d{1,25})?$/,
  ',': /^-?\d{1,15}(?:,\d{1,25})?$/,
};

/** Reads a number written with the given decimal mark. @returns null when it is none: text, or the other way of writing */
export function readNumber(text: string, mark: DecimalMark): Decimal | null {
  // Most cells of most files, without the detours.
  if (plain[mark].test(text)) return decimal(mark === '.' ? text : text.replace(',', '.'));
  const stripped = bare(text);
  if (!stripped) return null;
  const match = forms[mark].exec(stripped.body);
  if (!match) return null;
  const whole = (match[1] ?? '0').replace(/\D/g, '');
  if (whole.length > 15) return null;
  const value = decimal(`${whole}.${match[3] ?? match[4] ?? ''}`);
  return stripped.negative ? { units: -value.units, scale: value.scale } : value;
}

/** What one value says about the decimal mark: it can only be one, it could be either, or nothing (no mark in it). */
export type MarkEvidence = DecimalMark | 'either' | 'none' | 'not_a_number';

export function markEvidence(text: string): MarkEvidence {
  // The bulk of every file, told without building numbers.
  if (!/\d/.test(text) || /[a-z:/]|\d-\d/i.test(text)) return 'not_a_number';
  if (/^-?\d{1,15}$/.test(text)) return 'none';
  if (/^-?\d{1,15}\.(?:\d{1,2}|\d{4,25})$/.test(text)) return '.';
  const point = readNumber(text, '.');
  const comma = readNumber(text, ',');
  if (!point && !comma) return 'not_a_number';
  if (!comma) return '.';
  if (!point) return ',';
  // Both read it: the same number (no mark, or only spaces) or two different ones ("1,234").
  return point.units * 10n ** BigInt(comma.scale) === comma.units * 10n ** BigInt(point.scale)
    ? 'none'
    : 'either';
}

/** How often each kind of evidence was met in the columns that hold amounts. */
export type MarkFacts = {
  '.': number;
  ',': number;
  either: number;
  example: string | null;
  examples: Partial<Record<DecimalMark, string>>;
};

export const noMarkFacts = (): MarkFacts => ({ '.': 0, ',': 0, either: 0, example: null, examples: {} });

export function countMark(facts: MarkFacts, text: string): MarkEvidence {
  const evidence = markEvidence(text);
  if (evidence === '.' || evidence === ',') {
    facts[evidence] += 1;
    facts.examples[evidence] ??= text;
  } else if (evidence === 'either') {
    facts.either += 1;
    facts.example ??= text;
  }
  return evidence;
}

/** The mark that the whole file agrees on; null where a person has to say. */
export function agreedMark(facts: readonly MarkFacts[]): DecimalMark | null {
  const points = facts.some((f) => f['.'] > 0);
  const commas = facts.some((f) => f[','] > 0);
  if (points && commas) return null;
  if (points) return '.';
  if (commas) return ',';
  return facts.some((f) => f.either > 0) ? null : '.';
}
