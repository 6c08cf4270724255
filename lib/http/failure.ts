/**
 * An expected failure on its way to a person: a stable code, one sentence that says what to do, and the field it is about.
 * Thrown inside a route handler, answered as JSON; anything else thrown is a bug and is answered without details.
 */
export class Failure extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 502 | 503,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}
