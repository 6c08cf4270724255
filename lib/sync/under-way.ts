import type { Halt } from './run.ts';

/** Tasks that go on side by side, until one of them says why the run cannot go on, or breaks. */
export class UnderWay {
  private readonly tasks = new Set<Promise<void>>();
  private halt: Halt | null = null;
  private broken: { error: unknown } | null = null;

  get size(): number {
    return this.tasks.size;
  }

  get goesOn(): boolean {
    return this.halt === null && this.broken === null;
  }

  start(task: Promise<Halt | null>): void {
    const done = task
      .then(
        (halt) => this.stop(halt),
        (error) => {
          this.broken ??= { error };
        },
      )
      .finally(() => this.tasks.delete(done));
    this.tasks.add(done);
  }

  /** The first reason counts. */
  stop(halt: Halt | null): void {
    this.halt ??= halt;
  }

  /** Until one of them has ended, or something else has happened. */
  one(...else_: Promise<unknown>[]): Promise<unknown> {
    return Promise.race([...this.tasks, ...else_]);
  }

  /** Until all have ended. @throws what the first that broke threw */
  async all(): Promise<Halt | null> {
    await Promise.all(this.tasks);
    if (this.broken) throw this.broken.error;
    return this.halt;
  }
}

/** So many at once, in the order in which they asked. */
export class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** @returns what gives it back; once is enough, and twice does no harm */
  async take(): Promise<() => void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    };
  }
}
