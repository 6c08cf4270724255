import type { IncomingMessage } from 'node:http';

/** A request whose body has been read. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';

export const answer = (
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers: { 'content-type': contentType, ...headers },
  body,
});

/** Plain JSON, for sign-on and control calls; the accounting API writes its own. */
export const jsonAnswer = (status: number, value: unknown): Answer =>
  answer(status, 'application/json; charset=UTF-8', JSON.stringify(value));

export const htmlAnswer = (status: number, html: string, headers: Record<string, string> = {}): Answer =>
  answer(status, HTML_TYPE, html, { 'cache-control': 'no-store', ...headers });

export const redirect = (to: string, headers: Record<string, string> = {}): Answer => ({
  status: 302,
  headers: { location: to, ...headers },
  body: '',
});

/** Thrown to end a call with an answer from wherever it was found to be wrong. */
export class Refused extends Error {
  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
  }
}

/** The body is larger than allowed. */
export class TooLarge extends Error {}

/** Reads a body up to a limit; the rest of a larger one is let go. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= maxBytes) chunks.push(chunk as Buffer);
    if (size > 4 * maxBytes) break;
  }
  if (size > maxBytes) throw new TooLarge();
  return Buffer.concat(chunks);
}

/** Splits a request into what the handlers need. Header names are lower case already. */
export function callOf(request: IncomingMessage, body: Buffer): Call {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body };
}

export const form = (call: Call): URLSearchParams => new URLSearchParams(call.body.toString('utf8'));

/** One cookie of a request. */
export function cookie(call: Call, name: string): string | null {
  for (const part of (call.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}
