import { type Day, parseDay } from '../base/dates.ts';
import { type Decimal, parseDecimal } from '../base/decimal.ts';
import { postDataInvalid } from './errors.ts';

/**
 * One object of a request, read field by field. A value of the wrong type ends the whole call, as it does with Xero;
 * what is missing is null and left to the rules of the document. Fields that nobody asks for are left alone.
 */
export class Input {
  constructor(
    readonly value: Record<string, unknown>,
    readonly path: string,
  ) {}

  has(name: string): boolean {
    return this.value[name] !== undefined && this.value[name] !== null;
  }

  /** Text; a number is taken as its text, since clients send codes as numbers. */
  text(name: string): string | null {
    const value = this.value[name];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw this.invalid(name, 'String');
  }

  /** Text that is not empty. */
  filled(name: string): string | null {
    const text = this.text(name);
    return text === null || text.trim() === '' ? null : text;
  }

  decimal(name: string): Decimal | null {
    const value = this.value[name];
    if (value === undefined || value === null || value === '') return null;
    const decimal = parseDecimal(value);
    if (!decimal) throw this.invalid(name, 'Decimal');
    return decimal;
  }

  flag(name: string): boolean | null {
    const value = this.value[name];
    if (value === undefined || value === null) return null;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw this.invalid(name, 'Boolean');
  }

  day(name: string): Day | null {
    const text = this.text(name);
    if (text === null || text === '') return null;
    const day = parseDay(text);
    if (day === null) throw postDataInvalid(`The string '${text}' is not a valid AllXsd value.`);
    return day;
  }

  /** One of a list of words, in any case; another word ends the call. */
  word<T extends string>(name: string, words: readonly T[], type: string): T | null {
    const text = this.filled(name);
    if (text === null) return null;
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found === undefined) {
      throw postDataInvalid(
        `Error converting value "${text}" to type 'Xero.API.Library..${type}'. Path '${this.path}.${name}'.`,
      );
    }
    return found;
  }

  object(name: string): Input | null {
    const value = this.value[name];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) throw this.invalid(name, 'Object');
    return new Input(value as Record<string, unknown>, `${this.path}.${name}`);
  }

  /** Objects of an array; null if there is no array. */
  list(name: string): Input[] | null {
    const value = this.value[name];
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value)) throw this.invalid(name, 'Array');
    return value.map((item, i) => {
      if (typeof item !== 'object' || item === null || Array.isArray(item))
        throw this.invalid(name, 'Object');
      return new Input(item as Record<string, unknown>, `${this.path}.${name}[${i}]`);
    });
  }

  private invalid(name: string, type: string): Error {
    return postDataInvalid(
      `Error converting value ${JSON.stringify(this.value[name])} to type 'System.${type}'. Path '${this.path}.${name}'.`,
    );
  }
}

/** The elements of a body: `{"Invoices": [...]}`, a bare array, or one bare object. */
export function elementsOf(body: Buffer, collection: string): Input[] {
  const parsed = parseBody(body);
  if (Array.isArray(parsed))
    return new Input({ [collection]: parsed }, 'root').list(collection)?.map(rooted) ?? [];
  const wrapped = (parsed as Record<string, unknown>)[collection];
  if (wrapped === undefined) return [new Input(parsed as Record<string, unknown>, `${collection}[0]`)];
  const list = Array.isArray(wrapped) ? wrapped : [wrapped];
  return (new Input({ [collection]: list }, 'root').list(collection) ?? []).map(rooted);

  function rooted(input: Input, i: number): Input {
    return new Input(input.value, `${collection}[${i}]`);
  }
}

function parseBody(body: Buffer): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw postDataInvalid('JSON for post data was invalid');
  }
  if (typeof parsed !== 'object' || parsed === null) throw postDataInvalid('JSON for post data was invalid');
  return parsed;
}
