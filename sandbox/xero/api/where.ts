/** The filter language of Xero's `where`: a parser and an evaluator. What it does not know is refused with 400. */
import { type Decimal, parseDecimal } from '../base/decimal.ts';
import { queryInvalid } from './errors.ts';

/** A field that can be filtered and ordered by. Days and instants compare as milliseconds, amounts exactly. */
export type FieldType = 'text' | 'guid' | 'amount' | 'day' | 'flag' | 'word';

export interface Field<T> {
  type: FieldType;
  get(row: T): string | number | boolean | null;
  /** The index of the table that answers `==`, if there is one, and how its key is made. */
  index?: { name: string; key: (value: string) => string };
}

export type Fields<T> = Record<string, Field<T>>;

type Value = string | number | boolean | null;
type Literal = { type: 'text' | 'amount' | 'day' | 'flag' | 'guid' | 'null'; value: Value };

export type Condition =
  | { kind: 'and'; left: Condition; right: Condition }
  | { kind: 'or'; left: Condition; right: Condition }
  | { kind: 'not'; inner: Condition }
  | { kind: 'compare'; field: string; operator: string; literal: Literal }
  | { kind: 'call'; field: string; method: string; argument: string };

// A text has no escape: Xero refuses a quote behind a backslash as a syntax error, and does not say what a backslash means.
const TOKEN =
  /\s*(?:(&&|\|\||==|!=|<>|>=|<=|=|>|<|\(|\)|!|,)|"([^"\\]*)"|(-?\d+(?:\.\d+)?)[mMdD]?(?![\w.])|([A-Za-z_][\w.]*))/y;

type Token = { kind: 'op' | 'string' | 'number' | 'name'; text: string };

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw queryInvalid(`Syntax error at position ${at} of the where clause`);
    const [, op, string, number, name] = match;
    if (op !== undefined) found.push({ kind: 'op', text: op });
    else if (string !== undefined) found.push({ kind: 'string', text: string });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else found.push({ kind: 'name', text: name as string });
  }
  return found;
}

/** Parses a where clause for the fields of a table. */
export function parseWhere<T>(text: string, fields: Fields<T>, entity: string): Condition {
  const parser = new Parser(tokens(text), fields as Fields<unknown>, entity);
  return parser.whole();
}

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly fields: Fields<unknown>,
    private readonly entity: string,
  ) {}

  whole(): Condition {
    if (this.tokens.length === 0) throw queryInvalid('The where clause is empty');
    const condition = this.or();
    if (this.at < this.tokens.length) throw queryInvalid(`Syntax error near '${this.peek()?.text}'`);
    return condition;
  }

  private or(): Condition {
    let left = this.and();
    while (this.takes('||') || this.takesWord('OR')) left = { kind: 'or', left, right: this.and() };
    return left;
  }

  private and(): Condition {
    let left = this.unary();
    while (this.takes('&&') || this.takesWord('AND')) left = { kind: 'and', left, right: this.unary() };
    return left;
  }

  private unary(): Condition {
    if (this.takes('!')) return { kind: 'not', inner: this.unary() };
    if (this.takes('(')) {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Condition {
    const name = this.name();
    const call = /^(.+)\.(StartsWith|EndsWith|Contains)$/i.exec(name);
    if (call?.[1] !== undefined && call[2] !== undefined && this.peek()?.text === '(') {
      return this.method(call[1], call[2].toLowerCase());
    }
    const field = this.field(name);
    const type = (this.fields[field] as Field<unknown>).type;
    const operator = this.operator();
    if (operator === null) {
      if (type !== 'flag') throw queryInvalid(`'${name}' is not a condition`);
      return { kind: 'compare', field, operator: '==', literal: { type: 'flag', value: true } };
    }
    const literal = this.literal();
    this.check(name, type, operator, literal);
    return { kind: 'compare', field, operator, literal };
  }

  private method(name: string, method: string): Condition {
    const field = this.field(name);
    if ((this.fields[field] as Field<unknown>).type !== 'text') {
      throw queryInvalid(`No applicable method '${method}' exists for '${name}'`);
    }
    this.expect('(');
    const token = this.next();
    if (token.kind !== 'string') throw queryInvalid('String expected');
    this.expect(')');
    if (this.takes('==')) {
      const literal = this.literal();
      if (literal.type !== 'flag') throw queryInvalid('true or false expected');
      const inner: Condition = { kind: 'call', field, method, argument: token.text };
      return literal.value === true ? inner : { kind: 'not', inner };
    }
    return { kind: 'call', field, method, argument: token.text };
  }

  private field(name: string): string {
    const known = Object.keys(this.fields).find((field) => field.toLowerCase() === name.toLowerCase());
    if (known === undefined)
      throw queryInvalid(`No property or field '${name}' exists in type '${this.entity}'`);
    return known;
  }

  private operator(): string | null {
    const text = this.peek()?.text ?? '';
    if (!['==', '=', '!=', '<>', '>=', '<=', '>', '<'].includes(text)) return null;
    this.at += 1;
    return text === '=' ? '==' : text === '<>' ? '!=' : text;
  }

  private literal(): Literal {
    const token = this.next();
    if (token.kind === 'string') return { type: 'text', value: token.text };
    if (token.kind === 'number') return { type: 'amount', value: token.text };
    const word = token.text.toLowerCase();
    if (word === 'null') return { type: 'null', value: null };
    if (word === 'true' || word === 'false') return { type: 'flag', value: word === 'true' };
    if (word === 'guid') return { type: 'guid', value: this.argument().toLowerCase() };
    if (word === 'datetime') return { type: 'day', value: this.dateArguments() };
    if (word === 'datetime.parse') return { type: 'day', value: this.parsedDate() };
    throw queryInvalid(`Unknown identifier '${token.text}'`);
  }

  private argument(): string {
    this.expect('(');
    const token = this.next();
    if (token.kind !== 'string') throw queryInvalid('String expected');
    this.expect(')');
    return token.text;
  }

  private parsedDate(): number {
    const text = this.argument();
    const ms = Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text);
    if (Number.isNaN(ms)) throw queryInvalid(`'${text}' is not a date`);
    return ms;
  }

  private dateArguments(): number {
    this.expect('(');
    const numbers: number[] = [];
    do {
      const token = this.next();
      if (token.kind !== 'number') throw queryInvalid('Number expected');
      numbers.push(Number(token.text));
    } while (this.takes(','));
    this.expect(')');
    if (numbers.length !== 3 && numbers.length !== 6) throw queryInvalid('DateTime takes 3 or 6 numbers');
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = numbers;
    const ms = Date.UTC(year, month - 1, day, hour, minute, second);
    if (new Date(ms).getUTCMonth() !== month - 1) throw queryInvalid('DateTime is not a date');
    return ms;
  }

  private check(name: string, type: FieldType, operator: string, literal: Literal): void {
    const fits: Record<FieldType, string[]> = {
      text: ['text', 'null'],
      word: ['text', 'null'],
      guid: ['guid', 'null', 'text'],
      amount: ['amount', 'null'],
      day: ['day', 'null'],
      flag: ['flag'],
    };
    const ordered = !['==', '!='].includes(operator);
    if (!fits[type].includes(literal.type) || (ordered && !['amount', 'day'].includes(literal.type))) {
      throw queryInvalid(`Operator '${operator}' incompatible with operand types of '${name}'`);
    }
  }

  private name(): string {
    const token = this.next();
    if (token.kind !== 'name') throw queryInvalid(`Syntax error near '${token.text}'`);
    return token.text;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (!token) throw queryInvalid('The where clause ends too early');
    this.at += 1;
    return token;
  }

  private takes(op: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'op' || token.text !== op) return false;
    this.at += 1;
    return true;
  }

  private takesWord(word: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'name' || token.text.toUpperCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private expect(op: string): void {
    if (!this.takes(op)) throw queryInvalid(`'${op}' expected`);
  }
}

/** Whether a row satisfies a condition. Text compares regardless of case, as Xero's does. */
export function satisfies<T>(condition: Condition, row: T, fields: Fields<T>): boolean {
  if (condition.kind === 'and') {
    return satisfies(condition.left, row, fields) && satisfies(condition.right, row, fields);
  }
  if (condition.kind === 'or') {
    return satisfies(condition.left, row, fields) || satisfies(condition.right, row, fields);
  }
  if (condition.kind === 'not') return !satisfies(condition.inner, row, fields);
  const value = (fields[condition.field] as Field<T>).get(row);
  if (condition.kind === 'call') {
    const text = String(value ?? '').toLowerCase();
    const part = condition.argument.toLowerCase();
    if (condition.method === 'startswith') return text.startsWith(part);
    return condition.method === 'endswith' ? text.endsWith(part) : text.includes(part);
  }
  return compares(value, condition.operator, condition.literal, (fields[condition.field] as Field<T>).type);
}

function compares(value: Value, operator: string, literal: Literal, type: FieldType): boolean {
  if (literal.type === 'null') return (value === null || value === '') === (operator === '==');
  if (literal.type === 'amount' || type === 'amount') {
    const left = value === null ? null : parseDecimal(value);
    const right = parseDecimal(literal.value) as Decimal;
    return left !== null && ordered(compareDecimals(left, right), operator);
  }
  if (literal.type === 'day')
    return value !== null && ordered(Number(value) - Number(literal.value), operator);
  if (literal.type === 'flag') return (value === literal.value) === (operator === '==');
  const same = String(value ?? '').toLowerCase() === String(literal.value).toLowerCase();
  return same === (operator === '==');
}

function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = a.units * 10n ** BigInt(scale - a.scale);
  const right = b.units * 10n ** BigInt(scale - b.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

function ordered(difference: number, operator: string): boolean {
  switch (operator) {
    case '==':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '>=':
      return difference >= 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    default:
      return difference < 0;
  }
}

/** The equalities that must hold for a condition to hold: what an index can narrow the search by. */
export function equalities(condition: Condition): { field: string; value: string }[] {
  if (condition.kind === 'and') return [...equalities(condition.left), ...equalities(condition.right)];
  if (condition.kind !== 'compare' || condition.operator !== '==') return [];
  const { literal } = condition;
  if (literal.type !== 'text' && literal.type !== 'guid') return [];
  return [{ field: condition.field, value: String(literal.value) }];
}

/** The bounds in milliseconds that a condition puts on a day field. */
export function dayBounds(condition: Condition, field: string): { from: number; to: number } {
  const open = { from: -Infinity, to: Infinity };
  if (condition.kind === 'and') {
    const left = dayBounds(condition.left, field);
    const right = dayBounds(condition.right, field);
    return { from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) };
  }
  if (condition.kind !== 'compare' || condition.field !== field || condition.literal.type !== 'day')
    return open;
  const at = Number(condition.literal.value);
  if (condition.operator === '==') return { from: at, to: at };
  if (condition.operator.startsWith('>')) return { from: at, to: Infinity };
  if (condition.operator.startsWith('<')) return { from: -Infinity, to: at };
  return open;
}

/** Parses `order`: "UpdatedDateUTC DESC, InvoiceNumber". */
export function parseOrder<T>(text: string, fields: Fields<T>, entity: string): (a: T, b: T) => number {
  const parts = text.split(',').map((part) => {
    const match = /^\s*([A-Za-z_][\w.]*)(?:\s+(ASC|DESC|ASCENDING|DESCENDING))?\s*$/i.exec(part);
    const name = Object.keys(fields).find((field) => field.toLowerCase() === match?.[1]?.toLowerCase());
    if (!match || name === undefined) {
      throw queryInvalid(`No property or field '${part.trim()}' exists in type '${entity}'`);
    }
    return { field: fields[name] as Field<T>, sign: /^desc/i.test(match[2] ?? '') ? -1 : 1 };
  });
  return (a, b) => {
    for (const { field, sign } of parts) {
      const difference = compareValues(field.get(a), field.get(b), field.type);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
}

function compareValues(a: Value, b: Value, type: FieldType): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (type === 'amount') return compareDecimals(parseDecimal(a) as Decimal, parseDecimal(b) as Decimal);
  if (typeof a === 'string')
    return a.toLowerCase() < String(b).toLowerCase() ? -1 : a === b ? 0 : compareText(a, String(b));
  return Number(a) - Number(b);
}

const compareText = (a: string, b: string): number => (a.toLowerCase() > b.toLowerCase() ? 1 : 0);
