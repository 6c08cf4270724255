import type { RawRecordToKeep } from '@/db/queries/raw-records';
import { canonicalJson, sha256Hex } from '@/lib/tagrain/canonical';
import { keepableRecord } from '@/lib/tagrain/schema';

/**
 * A record without an identity is kept too, under one made from its content: nothing that came is lost. Two things PostgreSQL cannot
 * hold, NUL and half a surrogate pair, are replaced; they carry no meaning.
 */
export function toKeep(came: unknown): RawRecordToKeep & { body: unknown } {
  const body = storable(came, MAXIMUM_DEPTH);
  const bodyJson = canonicalJson(body);
  const bodyHash = sha256Hex(bodyJson);
  const parsed = keepableRecord.safeParse(body);
  const { outlet, id, version } = parsed.success
    ? parsed.data
    : { outlet: '?', id: `unreadable-${bodyHash.slice(0, 32)}`, version: 1 };
  return { outlet, id, version, body, bodyJson, bodyHash };
}

/** No record of the feed is half as deep; what is deeper is cut there. */
const MAXIMUM_DEPTH = 16;

/** What can be stored is left as it is: most always everything, and a backlog is long. */
function storable(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return isStorable(value) ? value : mended(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '(too deep)';
  if (Array.isArray(value)) {
    const kept = value.map((v) => storable(v, depth - 1));
    return kept.some((v, i) => v !== value[i]) ? kept : value;
  }
  let isKept = true;
  const entries = Object.entries(value).map(([key, v]) => {
    const entry = [storable(key, 0), storable(v, depth - 1)] as const;
    isKept &&= entry[0] === key && entry[1] === v;
    return entry;
  });
  return isKept ? value : Object.fromEntries(entries);
}

const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

const mended = (text: string) => text.toWellFormed().replaceAll('\u0000', '\uFFFD');
