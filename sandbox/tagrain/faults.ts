import { Refusal } from './generate/shop.ts';

/** Faults that tests order: the next so many matching feed calls go wrong in one way. */

const KINDS = ['error', 'rate_limit', 'delay', 'cut', 'malformed'] as const;

export interface Fault {
  kind: (typeof KINDS)[number];
  times: number;
  skip: number;
  business?: string;
  path?: string;
  status: number;
  retryAfterSeconds: number;
  delayMs: number;
  where: 'before' | 'middle';
}

export class Faults {
  private orders: Fault[] = [];

  order(request: Partial<Record<keyof Fault, unknown>>): Fault {
    const kind = KINDS.find((known) => known === request.kind);
    if (!kind) throw new Refusal('bad_fault', `kind is one of: ${KINDS.join(', ')}.`);
    const number = (name: keyof Fault, otherwise: number) => {
      const value = request[name] ?? otherwise;
      if (!Number.isInteger(value) || (value as number) < 0) {
        throw new Refusal('bad_fault', `${name} is a whole number, not below 0.`);
      }
      return value as number;
    };
    const fault: Fault = {
      kind,
      times: number('times', 1),
      skip: number('skip', 0),
      status: number('status', 500),
      retryAfterSeconds: number('retryAfterSeconds', 1),
      delayMs: number('delayMs', 1000),
      where: request.where === 'middle' ? 'middle' : 'before',
    };
    if (fault.status < 400 || fault.status > 599) {
      throw new Refusal('bad_fault', 'status lies from 400 to 599.');
    }
    if (request.business !== undefined) fault.business = String(request.business);
    if (request.path !== undefined) fault.path = String(request.path);
    if (fault.times > 0) this.orders.push(fault);
    return fault;
  }

  list(): Fault[] {
    return this.orders;
  }

  clear(): void {
    this.orders = [];
  }

  /** The fault for this call, if any; one use less remains of it. */
  take(business: string, path: string): Fault | null {
    for (const fault of this.orders) {
      if (fault.business !== undefined && fault.business !== business) continue;
      if (fault.path !== undefined && fault.path !== path) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      if (fault.times === 0) this.orders = this.orders.filter((other) => other !== fault);
      return fault;
    }
    return null;
  }
}
