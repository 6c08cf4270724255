import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { env } from '@/lib/env';

// NIST SP 800-38D: 96-bit random nonces and 128-bit tags are what GCM is specified for; a random nonce is safe for
// far more sealings under one key (2^32) than a portal's lifetime brings.
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_LENGTH = 8;

/** Why something sealed could not be opened. Never holds any of it. */
export class SealError extends Error {
  constructor(
    readonly code: 'malformed' | 'other_key' | 'tampered',
    message: string,
  ) {
    super(message);
    this.name = 'SealError';
  }
}

/** First 8 hex digits of the key's SHA-256: tells which key sealed something, and nothing about the key. */
export const keyIdOf = (key: Uint8Array): string =>
  createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_LENGTH);

/**
 * Encrypts and authenticates a text (AES-256-GCM).
 * @param context what it is and whose (`xero_app:<solution id>`): bound to the ciphertext, so that a sealed value copied
 *   to another row does not open there
 * @returns `keyId.iv.tag.ciphertext`, the last three in base64url
 */
export function sealWith(key: Uint8Array, plain: string, context: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [
    keyIdOf(key),
    ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url')),
  ].join('.');
}

/**
 * Opens what `sealWith` made.
 * @throws SealError `other_key` when another key sealed it (both key ids are named), `tampered` when it or its context was
 *   changed, `malformed` when it never was a sealed value
 */
export function openWith(key: Uint8Array, sealed: string, context: string): string {
  const [keyId, iv, tag, ciphertext, ...rest] = sealed.split('.');
  if (!keyId || !iv || !tag || ciphertext === undefined || rest.length > 0) {
    throw new SealError('malformed', `The stored value of ${context} is not a sealed one.`);
  }
  if (keyId !== keyIdOf(key)) {
    throw new SealError(
      'other_key',
      `${context} was sealed with key ${keyId}, but ENCRYPTION_KEY is key ${keyIdOf(key)}. ` +
        'Start with the key that sealed it, or let the retailer enter it again.',
    );
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    // Node's own error says no more, and a cause could carry buffers into a log.
    throw new SealError(
      'tampered',
      `The stored value of ${context} was changed, or belongs to something else.`,
    );
  }
}

const key = () => Buffer.from(env().ENCRYPTION_KEY, 'base64');

/** `sealWith` the key of this deployment. */
export const seal = (plain: string, context: string): string => sealWith(key(), plain, context);

/** `openWith` the key of this deployment. @throws SealError */
export const open = (sealed: string, context: string): string => openWith(key(), sealed, context);
