import type { Call } from './message.ts';

export const FAULT_KINDS = [
  'answerLost',
  'resetMidBody',
  'refuseConnection',
  'delayBefore',
  'delayAfter',
  'error500Before',
  'error500After',
  'error503',
  'rate429Minute',
  'rate429Day',
  'tokensRevoked',
  'disconnected',
  'idempotencyForgotten',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  id: number;
  kind: FaultKind;
  method: string;
  path: string;
  organisationId: string | null;
  /** Calls that it still applies to; 0 was asked for as "until deleted". */
  times: number;
  skip: number;
  ms: number;
  applied: number;
}

/** The faults that are switched on. Matching counts, so it is done once per call. */
export class Faults {
  private faults: Fault[] = [];
  private nextId = 1;

  /** Switches one on. Throws with a sentence if it is not one. */
  add(value: Record<string, unknown>): Fault {
    const kind = FAULT_KINDS.find((known) => known === value.kind);
    if (kind === undefined) throw new Error(`kind must be one of ${FAULT_KINDS.join(', ')}`);
    const fault: Fault = {
      id: this.nextId,
      kind,
      method: String(value.method ?? ''),
      path: String(value.path ?? '^/api\\.xro/'),
      organisationId: value.organisationId === undefined ? null : String(value.organisationId),
      times: value.times === undefined ? 1 : count(value.times, 'times'),
      skip: value.skip === undefined ? 0 : count(value.skip, 'skip'),
      ms: value.ms === undefined ? 0 : count(value.ms, 'ms'),
      applied: 0,
    };
    new RegExp(fault.method);
    new RegExp(fault.path);
    if (value.times === 0) fault.times = Number.POSITIVE_INFINITY;
    this.nextId += 1;
    this.faults.push(fault);
    return fault;
  }

  /** Those that apply to this call, used up by one. */
  take(call: Call): Fault[] {
    if (this.faults.length === 0) return [];
    const address = call.query.size > 0 ? `${call.path}?${call.query}` : call.path;
    const taken: Fault[] = [];
    for (const fault of this.faults) {
      if (!new RegExp(`^(?:${fault.method || '.*'})$`, 'i').test(call.method)) continue;
      if (!new RegExp(fault.path, 'i').test(address)) continue;
      if (fault.organisationId !== null && fault.organisationId !== call.headers['xero-tenant-id']) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      fault.applied += 1;
      taken.push(fault);
    }
    this.faults = this.faults.filter((fault) => fault.times > 0);
    return taken;
  }

  list(): Record<string, unknown>[] {
    return this.faults.map(shown);
  }

  remove(id: number): boolean {
    const before = this.faults.length;
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return this.faults.length < before;
  }

  clear(): void {
    this.faults = [];
  }
}

/** A fault as JSON, where endless is 0. */
export const shown = (fault: Fault): Record<string, unknown> => ({
  ...fault,
  times: Number.isFinite(fault.times) ? fault.times : 0,
});

function count(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new Error(`${name} must be a whole number`);
  }
  return value;
}
