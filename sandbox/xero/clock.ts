/** The one source of time. Tests move it through a control call; nothing else asks the machine for the time. */
export class Clock {
  private base: number;
  private startedAt = Date.now();
  private frozen = false;

  constructor(
    private rate = 1,
    offsetMs = 0,
  ) {
    this.base = Date.now() + offsetMs;
  }

  /** Milliseconds since 1970 as the sandbox sees them. */
  now(): number {
    if (this.frozen) return this.base;
    return Math.floor(this.base + (Date.now() - this.startedAt) * this.rate);
  }

  /** Applies a change and says where the clock stands. */
  change(to: {
    advanceMs?: number;
    setTo?: string;
    frozen?: boolean;
    rate?: number;
  }): ReturnType<Clock['state']> {
    this.rebase(this.now());
    if (to.setTo !== undefined) {
      const at = Date.parse(to.setTo);
      if (Number.isNaN(at)) throw new Error(`"${to.setTo}" is not a time`);
      this.rebase(at);
    }
    if (to.advanceMs !== undefined) this.rebase(this.base + to.advanceMs);
    if (to.frozen !== undefined) this.frozen = to.frozen;
    if (to.rate !== undefined) this.rate = to.rate;
    return this.state();
  }

  state(): { now: string; frozen: boolean; rate: number } {
    return { now: new Date(this.now()).toISOString(), frozen: this.frozen, rate: this.rate };
  }

  /** How far the sandbox's time is from the machine's; kept with the books. */
  offsetMs(): number {
    return this.now() - Date.now();
  }

  private rebase(at: number): void {
    this.base = at;
    this.startedAt = Date.now();
  }
}
