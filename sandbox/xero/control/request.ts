/** A control call, taken apart. Handlers answer null for what is not theirs, and may set the status. */
export interface ControlCall {
  method: string;
  /** The address behind /sandbox, in pieces. */
  parts: string[];
  query: URLSearchParams;
  body: unknown;
  status: number;
}

/** Ends a control call with an error. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const missing = (what: string): ControlError => new ControlError(404, `there is no such ${what}`);

/** The body as an object. */
export function bodyOf(call: ControlCall): Record<string, unknown> {
  if (typeof call.body !== 'object' || call.body === null || Array.isArray(call.body)) {
    throw new ControlError(400, 'the body must be a JSON object');
  }
  return call.body as Record<string, unknown>;
}

/** A text of a body; null if it is absent. */
export function text(body: Record<string, unknown>, name: string): string | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new ControlError(400, `"${name}" must be text`);
  return value;
}

export function texts(body: Record<string, unknown>, name: string): string[] | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw new ControlError(400, `"${name}" must be an array of texts`);
  }
  return value as string[];
}
