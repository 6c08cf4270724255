import { createHash } from 'node:crypto';

/** JSON with its keys in order and no white space: the same content is the same text, whatever way it came. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  let text = '';
  if (Array.isArray(value)) {
    for (const v of value) text += `${text && ','}${canonicalJson(v)}`;
    return `[${text}]`;
  }
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields).sort()) {
    if (fields[key] !== undefined)
      text += `${text && ','}${JSON.stringify(key)}:${canonicalJson(fields[key])}`;
  }
  return `{${text}}`;
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
