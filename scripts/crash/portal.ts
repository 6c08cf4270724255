import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FailpointStep } from '../../lib/failpoint/steps.ts';
import type { Child } from '../lib/children.ts';
import { answersAt, startNode } from '../lib/node-process.ts';

const skew = fileURLToPath(new URL('skew.cjs', import.meta.url));

export type Order = { step: FailpointStep; at: number; holdMs?: number };

/** One portal process (the production build) that is started again whenever it dies. */
export class Portal {
  #child: Child | null = null;
  #starting: Promise<void> | null = null;
  #isStopping = false;
  isUp = false;
  #order: Order | null = null;
  /** Called when it has died. */
  onDeath: (order: Order | null, lastLines: string) => void = () => {};

  /**
   * @param folder of the built portal
   * @param files where its orders and its clock's error are told
   */
  constructor(
    readonly name: string,
    readonly port: number,
    readonly folder: string,
    readonly files: string,
    readonly environment: Record<string, string>,
  ) {
    this.order(null);
    this.skewClock(0);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Where it is to end or to pause; null: nowhere. */
  order(order: Order | null) {
    this.#order = order;
    const action = order && (order.holdMs === undefined ? 'kill' : `hold ${order.holdMs}`);
    writeFileSync(this.#file('orders'), order ? `${order.step} ${order.at} ${action}\n` : '');
  }

  skewClock(ms: number) {
    writeFileSync(this.#file('skew'), String(ms));
  }

  /** What it printed last. */
  get lastLines(): string {
    return this.#child?.lastLines() ?? '';
  }

  /** Fulfilled when it answers. */
  ready(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Whoever lost its connection knows before its exit is told: waits until it is, or for a moment where it lives. */
  async deathKnown() {
    for (let i = 0; this.isUp && i < 50; i++) await pause(20);
  }

  async stop() {
    this.#isStopping = true;
    await this.#starting?.catch(() => {});
    await this.#child?.kill();
  }

  async #start() {
    const next = 'node_modules/next/dist/bin/next';
    const child = await startNode(
      `Portal ${this.name}`,
      ['--require', skew, next, 'start', this.folder, '-H', 'localhost', '-p', String(this.port)],
      {
        isReady: answersAt(`${this.url}/api/auth/csrf`),
        env: {
          ...this.environment,
          FAILPOINTS: this.#file('orders'),
          CLOCK_SKEW_FILE: this.#file('skew'),
        },
      },
    );
    this.#child = child;
    this.isUp = true;
    void child.ended.then(() => {
      this.isUp = false;
      if (this.#isStopping) return;
      const died = this.#order;
      this.order(null);
      this.#starting = this.#start();
      this.#starting.catch(() => {});
      this.onDeath(died, child.lastLines());
    });
  }

  #file = (what: string) => path.join(this.files, `portal-${this.name}.${what}`);
}
