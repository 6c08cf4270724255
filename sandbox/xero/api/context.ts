import { type Day, dayIn, longDay } from '../base/dates.ts';
import type { Books } from '../books/books.ts';
import type { Account, Contact } from '../books/types.ts';
import type { Clock } from '../clock.ts';
import type { Call } from '../http/message.ts';
import type { Settings } from '../settings.ts';
import type { Input } from './input.ts';

/** What a handler of the accounting API has at hand. */
export interface Context {
  call: Call;
  books: Books;
  clock: Clock;
  settings: Settings;
  clientId: string;
  appName: string;
  userName: string;
}

export const todayOf = (context: Context): Day =>
  dayIn(context.books.organisation.timeZone, context.clock.now());

/** What is wrong with one element, and what is only to be warned of. */
export interface Findings {
  errors: string[];
  warnings: string[];
}

export const noFindings = (): Findings => ({ errors: [], warnings: [] });

/** Why a date cannot be used; null if it can. */
export function lockRefusal(books: Books, date: Day): string | null {
  const lock = books.lock();
  if (!lock || date > lock.date) return null;
  return `The document date cannot be before the ${lock.name}, currently set at ${longDay(lock.date)}`;
}

/** The account that an input names by id or code; null if there is none. */
export function namedAccount(books: Books, input: Input, idField: string, codeField: string): Account | null {
  const id = input.filled(idField);
  if (id !== null) {
    const account = books.accounts.get(id.toLowerCase());
    return account && account.status !== 'DELETED' ? account : null;
  }
  const code = input.filled(codeField);
  if (code === null) return null;
  const account = books.accounts.first('code', code.toLowerCase());
  return account && account.status !== 'DELETED' ? account : null;
}

/** The contact of a document as it will be: known, changed by what was sent with it, or new. */
export interface ContactPlan {
  contact: Contact;
  /** False when only the id was sent, so that nothing about the contact changes. */
  changed: boolean;
}
