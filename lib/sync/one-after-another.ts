/**
 * Steps that must follow one another, begun without waiting for them: while one is under way, whoever began it makes the next one
 * ready. The first that fails is the last: nothing is begun after it.
 */
export class OneAfterAnother {
  private underWay: Promise<void> = Promise.resolve();

  /** Waits for the one before, then begins this one. @throws what the one before threw */
  async next(step: () => Promise<void>): Promise<void> {
    await this.underWay;
    this.underWay = step();
    // Told to whoever waits for it, here or at the end.
    this.underWay.catch(() => {});
  }

  /** Waits until nothing is under way any more. @throws what the last one threw */
  ended(): Promise<void> {
    return this.underWay;
  }
}
