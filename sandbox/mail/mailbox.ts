import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One mail as it was taken in. */
export interface Message {
  id: number;
  /** The envelope's recipients: who would have got it, blind copies included. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  /** When it came, ISO 8601. */
  at: string;
  /** The http(s) addresses in it, in order, each once. */
  links: string[];
}

/** The mails taken in, oldest first; kept in a file of JSON lines where a folder is given. */
export class Mailbox {
  private messages: Message[] = [];
  private last = 0;
  private readonly file: string | null;

  constructor(dataDir?: string) {
    if (dataDir) mkdirSync(dataDir, { recursive: true });
    this.file = dataDir ? join(dataDir, 'mailbox.jsonl') : null;
    if (!this.file || !existsSync(this.file)) return;
    const text = readFileSync(this.file, 'utf8');
    // A process killed while it wrote leaves half a line; what it holds was never acknowledged.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) writeFileSync(this.file, whole);
    this.messages = whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Message);
    this.last = this.messages.at(-1)?.id ?? 0;
  }

  add(mail: Omit<Message, 'id' | 'links'>): Message {
    const message = { id: ++this.last, ...mail, links: linksIn(mail.text, mail.html) };
    if (this.file) appendFileSync(this.file, `${JSON.stringify(message)}\n`);
    this.messages.push(message);
    return message;
  }

  get(id: number): Message | null {
    return this.messages.find((message) => message.id === id) ?? null;
  }

  /** Newest first; only those to a recipient where one is given. */
  list(to?: string): Message[] {
    const wanted = to?.trim().toLowerCase();
    return this.messages
      .filter((message) => !wanted || message.to.some((address) => address.toLowerCase() === wanted))
      .reverse();
  }

  recipients(): string[] {
    return [...new Set(this.messages.flatMap((message) => message.to))].sort();
  }

  clear(): void {
    this.messages = [];
    if (this.file) writeFileSync(this.file, '');
  }
}

const ENTITIES: Record<string, string> = { amp: '&', quot: '"', '#39': "'", '#x27': "'", lt: '<', gt: '>' };

/** The addresses that a mail leads to: from its text and from the anchors of its html. */
export function linksIn(text: string, html: string): string[] {
  const plain = text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const anchors = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map((match) =>
    (match[1] ?? match[2] ?? '').replace(
      /&(amp|quot|#39|#x27|lt|gt);/g,
      (whole, name: string) => ENTITIES[name] ?? whole,
    ),
  );
  const all = [...plain.map((link) => link.replace(/[.,;:!?)\]]+$/, '')), ...anchors];
  return [...new Set(all.filter((link) => /^https?:\/\//i.test(link)))];
}
