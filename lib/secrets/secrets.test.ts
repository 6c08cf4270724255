import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyIdOf, openWith, SealError, sealWith } from './secrets.ts';

const key = randomBytes(32);
const context = 'xero_app:3f1c';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'opened';
};

/** The sealed text with one bit of one of its parts turned over. */
function bitFlipped(sealed: string, part: number): string {
  const parts = sealed.split('.');
  const bytes = Buffer.from(parts[part]!, 'base64url');
  bytes[0]! ^= 1;
  parts[part] = bytes.toString('base64url');
  return parts.join('.');
}

describe('a sealed value', () => {
  test.each(['', 'a secret', 'Ünïcode ✓ 秘密', 'x'.repeat(100_000)])(
    'opens to what was sealed (%#)',
    (plain) => {
      expect(openWith(key, sealWith(key, plain, context), context)).toBe(plain);
    },
  );

  test('names its key, and shows nothing of the text', () => {
    const sealed = sealWith(key, 'a secret', context);
    expect(sealed).toMatch(/^[0-9a-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(sealed.split('.')[0]).toBe(keyIdOf(key));
    expect(sealed).not.toContain(Buffer.from('a secret').toString('base64url'));
  });

  test('is different each time, so that equal secrets cannot be told from the table', () => {
    expect(sealWith(key, 'a secret', context)).not.toBe(sealWith(key, 'a secret', context));
  });

  test('does not open after a change of nonce, tag or text', () => {
    const sealed = sealWith(key, 'a secret', context);
    for (const part of [1, 2, 3]) {
      expect(codeOf(() => openWith(key, bitFlipped(sealed, part), context))).toBe('tampered');
    }
  });

  test('does not open with a shortened tag, which GCM itself would take', () => {
    const parts = sealWith(key, 'a secret', context).split('.');
    parts[2] = Buffer.from(parts[2]!, 'base64url').subarray(0, 4).toString('base64url');
    expect(codeOf(() => openWith(key, parts.join('.'), context))).toBe('tampered');
  });

  test('does not open on another row', () => {
    expect(codeOf(() => openWith(key, sealWith(key, 'a secret', context), 'xero_app:9999'))).toBe('tampered');
  });

  test('says which key sealed it when the key is another one', () => {
    const other = randomBytes(32);
    const sealed = sealWith(key, 'a secret', context);
    expect(codeOf(() => openWith(other, sealed, context))).toBe('other_key');
    expect(() => openWith(other, sealed, context)).toThrow(
      `sealed with key ${keyIdOf(key)}, but ENCRYPTION_KEY is key ${keyIdOf(other)}`,
    );
  });

  test.each(['', 'plain text', 'a.b.c', 'a.b.c.d.e'])('is told from anything else (%s)', (text) => {
    expect(codeOf(() => openWith(key, text, context))).toBe('malformed');
  });
});
