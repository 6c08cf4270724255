/** Work that goes on beside other work, which looks again whenever this has made something for it to do. */
export class Beside<T> {
  isOver = false;
  private wake: () => void = () => {};
  private turn = this.newTurn();
  private readonly ended: Promise<{ value: T } | { error: unknown }>;

  /** @param begin the work; it calls `made` whenever there is something new */
  constructor(begin: (made: () => void) => Promise<T>) {
    this.ended = begin(() => this.tell())
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
      .finally(() => {
        this.isOver = true;
        this.tell();
      });
  }

  /** Resolved when there is something new, or the work is over. Ask before looking, wait after it: nothing is missed between. */
  get news(): Promise<void> {
    return this.turn;
  }

  /** @throws what the work threw */
  async end(): Promise<T> {
    const result = await this.ended;
    if ('error' in result) throw result.error;
    return result.value;
  }

  private tell() {
    const { wake } = this;
    this.turn = this.newTurn();
    wake();
  }

  private newTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
