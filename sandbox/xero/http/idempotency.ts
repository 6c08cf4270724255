import { createHash } from 'node:crypto';
import { writeJson } from '../base/json.ts';
import type { Clock } from '../clock.ts';
import type { Settings } from '../settings.ts';
import { type Answer, answer, type Call, JSON_TYPE } from './message.ts';

interface Entry {
  request: string;
  atMs: number;
  answer: Promise<Answer>;
}

/** Keys are kept per app for minutes from the first call, with the answer, internal errors included. */
export class Idempotency {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * Runs a call once per key. The same request again gets the stored answer, and waits for it while the first is
   * under way; another request with the key is refused.
   */
  async run(
    clientId: string,
    organisationId: string,
    call: Call,
    effect: () => Promise<Answer>,
  ): Promise<Answer> {
    const key = call.headers['idempotency-key'];
    if (key === undefined || (call.method !== 'POST' && call.method !== 'PUT')) return effect();
    if (key.length > 128) return refusal(`The Idempotency-Key must not have more than 128 characters.`);
    this.forgetOld();
    const id = `${clientId} ${key}`;
    const request = fingerprint(call, organisationId);
    const known = this.entries.get(id);
    if (known) {
      return known.request === request
        ? known.answer
        : refusal(`The Idempotency-Key '${key}' is used with a different request.`);
    }
    const pending = effect();
    this.entries.set(id, { request, atMs: this.clock.now(), answer: pending });
    return pending;
  }

  clear(): void {
    this.entries.clear();
  }

  // Entries stand in the order of their time, so the walk ends at the first that is young enough.
  private forgetOld(): void {
    const oldest = this.clock.now() - this.settings.idempotencyKeyMs;
    for (const [id, entry] of this.entries) {
      if (entry.atMs > oldest) return;
      this.entries.delete(id);
    }
  }
}

function fingerprint(call: Call, organisationId: string): string {
  const head = `${call.method} ${call.path}?${call.query} ${organisationId} `;
  return createHash('sha256').update(head).update(call.body).digest('base64');
}

const refusal = (message: string): Answer =>
  answer(
    400,
    JSON_TYPE,
    writeJson({ ErrorNumber: 10, Type: 'ValidationException', Message: message, Elements: [] }),
  );
