import { createHash, randomBytes, randomUUID } from 'node:crypto';

export const ZERO_ID = '00000000-0000-0000-0000-000000000000';

export const newId = (): string => randomUUID();

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isGuid = (text: string): boolean => GUID.test(text);

/** The same id for the same text at every start, so that seeded organisations can be named in tests. */
export function idFrom(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A secret that fits into a URL and a header as it is. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');
