/** Numbers that follow from a seed alone (mulberry32), so that a seed's run can be had again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
    // The first numbers of neighbouring seeds are alike.
    for (let i = 0; i < 8; i++) this.#next();
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From the first to the last, both among them. */
  whole(first: number, last: number): number {
    return first + Math.floor(this.#next() * (last - first + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)]!;
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }
}
