import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The control calls that changed something, one JSON line each. Replaying them gives the same books again. */
export class Journal<Entry> {
  private readonly file: string | null;

  constructor(dataDir: string | undefined) {
    if (dataDir) mkdirSync(dataDir, { recursive: true });
    this.file = dataDir ? join(dataDir, 'journal.jsonl') : null;
  }

  /** What was written so far. A last line that a killed process left half written is cut off: its call was never answered. */
  read(): Entry[] {
    if (!this.file || !existsSync(this.file)) return [];
    const text = readFileSync(this.file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) writeFileSync(this.file, whole);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Entry);
  }

  write(entry: Entry): void {
    if (this.file) appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  clear(): void {
    if (this.file) writeFileSync(this.file, '');
  }
}
