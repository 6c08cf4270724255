import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { idFrom } from '../base/ids.ts';
import { Books } from './books.ts';
import { type Founding, found } from './found.ts';
import type { Doc, Kind, Organisation } from './types.ts';

/** One line of the journal file. Records that are of no organisation (users, apps, tokens) have none. */
interface Entry {
  o?: string;
  k: string;
  r: unknown;
}

/** Applies a record that is not of an organisation's books when the journal is replayed. */
export type ReplayOther = (kind: string, record: unknown) => void;

/**
 * All organisations, in memory, and the append-only file from which a second start has everything. A line is
 * written before the answer goes out (one write per call), so that a killed process has kept what it answered.
 */
export class Store {
  readonly books = new Map<string, Books>();
  private readonly byShortCode = new Map<string, Books>();
  private pending: string[] = [];
  private file: number | null = null;

  /** Opens the file and replays it. */
  open(dataDir: string, replayOther: ReplayOther): void {
    mkdirSync(dataDir, { recursive: true });
    const path = join(dataDir, 'books.jsonl');
    if (existsSync(path)) this.replay(path, replayOther);
    this.file = openSync(path, 'a');
  }

  /** Writes what the current call has changed. */
  flush(): void {
    if (this.pending.length === 0) return;
    const text = `${this.pending.join('\n')}\n`;
    this.pending = [];
    if (this.file !== null) writeSync(this.file, text);
  }

  close(): void {
    this.flush();
    if (this.file !== null) closeSync(this.file);
    this.file = null;
  }

  /** Forgets all, on the disk too. */
  clear(): void {
    this.books.clear();
    this.byShortCode.clear();
    this.pending = [];
    if (this.file !== null) ftruncateSync(this.file, 0);
  }

  /** Keeps a record that is of no organisation's books. */
  record(kind: string, record: unknown): void {
    if (this.file !== null) this.pending.push(JSON.stringify({ k: kind, r: record } satisfies Entry));
  }

  /** Founds an organisation and keeps it. */
  found(founding: Founding): Books {
    const books = found(founding, this.persist);
    this.add(books);
    return books;
  }

  /** Founds an organisation anew: the same id and settings, empty books, the chart it was founded with. */
  refound(organisation: Organisation, nowMs: number): void {
    const country = organisation.version === 'GLOBAL' ? 'GENERIC' : organisation.version;
    const { id, name, currency, chart, users, paysTax } = organisation;
    this.found({ id, name, country, currency, chart, users, paysTax, nowMs });
  }

  /** By id or short code. */
  find(idOrShortCode: string): Books | undefined {
    return this.books.get(idOrShortCode.toLowerCase()) ?? this.byShortCode.get(idOrShortCode);
  }

  /** The organisations that a person may see. */
  ofUser(email: string): Books[] {
    return [...this.books.values()].filter((books) => books.organisation.users.includes(email));
  }

  /** Gives a person the two organisations that everybody has; does nothing if he has them. */
  seedFor(email: string, nowMs: number): void {
    const seeds = [
      { name: 'Harbour Lane Stores Pty Ltd', country: 'AU' },
      { name: 'Harbour Lane Trading Ltd', country: 'NZ' },
    ];
    for (const { name, country } of seeds) {
      const id = idFrom(email, name);
      if (!this.books.has(id)) this.found({ id, name, country, chart: 'retail', users: [email], nowMs });
    }
  }

  private add(books: Books): void {
    this.books.set(books.organisation.id, books);
    this.byShortCode.set(books.organisation.shortCode, books);
  }

  private readonly persist = (o: string, k: Kind | 'organisation', r: unknown): void => {
    if (this.file === null) return;
    // What payments did to a document is derived from the payments at a start.
    const record = k === 'document' ? { ...(r as Doc), settled: undefined } : r;
    this.pending.push(JSON.stringify({ o, k, r: record } satisfies Entry));
  };

  private replay(path: string, replayOther: ReplayOther): void {
    const lines = linesOf(path);
    for (;;) {
      const { value: line, done } = lines.next();
      if (done) {
        // What a killed process left of its last line was never answered; the next line must not be glued to it.
        if (line > 0) truncateSync(path, statSync(path).size - line);
        return;
      }
      const entry = JSON.parse(line) as Entry;
      if (entry.o === undefined) {
        replayOther(entry.k, entry.r);
      } else if (entry.k === 'organisation') {
        const known = this.books.get(entry.o);
        if (known) known.organisation = entry.r as Organisation;
        else this.add(new Books(entry.r as Organisation, this.persist));
      } else {
        this.books.get(entry.o)?.replay(entry.k as Kind, entry.r);
      }
    }
  }
}

/** Lines of a file that may be too large for one string; returns the bytes of a last line that has no end. */
function* linesOf(path: string): Generator<string, number> {
  const file = openSync(path, 'r');
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.alloc(1024 * 1024);
  let rest = '';
  try {
    for (let at = 0; at < statSync(path).size; ) {
      const read = readSync(file, chunk, 0, chunk.length, at);
      if (read === 0) break;
      at += read;
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield line;
    }
    return Buffer.byteLength(rest);
  } finally {
    closeSync(file);
  }
}
