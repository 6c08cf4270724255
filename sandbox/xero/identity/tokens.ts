import { createHmac, generateKeyPairSync, type KeyObject, sign, timingSafeEqual } from 'node:crypto';
import { newId, newSecret } from '../base/ids.ts';
import type { Clock } from '../clock.ts';
import type { Settings } from '../settings.ts';
import type { Register } from './register.ts';
import type { Grant } from './types.ts';

export type TokenCheck =
  | { ok: true; grant: Grant }
  | { ok: false; reason: 'unknown' | 'expired' | 'revoked'; expiredMs?: number };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Issues and checks tokens. An access token is shaped like Xero's; only the sandbox verifies it. */
export class Tokens {
  private idKey: { privateKey: KeyObject; publicKey: KeyObject } | null = null;

  constructor(
    private readonly register: Register,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly issuer: () => string,
  ) {}

  /** The answer of the token endpoint for a grant, with a new refresh token if it was asked for. */
  issue(grant: Grant, nonce: string | null): Record<string, unknown> {
    const refreshToken = grant.scopes.includes('offline_access') ? newSecret() : null;
    this.register.putGrant({ ...grant, refreshToken, refreshIssuedMs: this.clock.now() });
    return {
      ...(grant.scopes.includes('openid') ? { id_token: this.idToken(grant, nonce) } : {}),
      access_token: this.accessToken(grant),
      expires_in: Math.floor(this.settings.accessTokenMs / 1000),
      token_type: 'Bearer',
      ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
      scope: grant.scopes.join(' '),
    };
  }

  /**
   * Uses a refresh token. The one before the current may be tried again for a while; then the one issued in between
   * is lost, which is how two refreshes side by side lose the valid one.
   */
  refresh(refreshToken: string, clientId: string): Record<string, unknown> | null {
    const grant = this.register.grantOf(refreshToken);
    if (!grant || grant.revoked || grant.clientId !== clientId) return null;
    const now = this.clock.now();
    if (grant.refreshToken === refreshToken) {
      if (now - grant.refreshIssuedMs > this.settings.refreshTokenMs) return null;
      return this.issue({ ...grant, previousToken: refreshToken, previousUsedMs: now }, null);
    }
    if (now - grant.previousUsedMs > this.settings.refreshGraceMs) return null;
    return this.issue(grant, null);
  }

  /** Who an access token speaks for. */
  check(token: string): TokenCheck {
    const [header, payload, signature] = token.split('.');
    if (!header || !payload || !signature) return { ok: false, reason: 'unknown' };
    const expected = this.mac(`${header}.${payload}`);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return { ok: false, reason: 'unknown' };
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number; grant: string };
    const grant = this.register.grants.get(claims.grant);
    if (!grant) return { ok: false, reason: 'unknown' };
    if (this.clock.now() >= claims.exp * 1000)
      return { ok: false, reason: 'expired', expiredMs: claims.exp * 1000 };
    if (grant.revoked) return { ok: false, reason: 'revoked' };
    return { ok: true, grant };
  }

  /** The public key of id tokens, for clients that verify them. */
  jwks(): unknown {
    return {
      keys: [
        { ...this.keys().publicKey.export({ format: 'jwk' }), kid: 'sandbox', use: 'sig', alg: 'RS256' },
      ],
    };
  }

  private accessToken(grant: Grant): string {
    const now = Math.floor(this.clock.now() / 1000);
    const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({
      nbf: now,
      exp: Math.floor((this.clock.now() + this.settings.accessTokenMs) / 1000),
      iss: this.issuer(),
      aud: `${this.issuer()}/resources`,
      client_id: grant.clientId,
      sub: grant.userId.replaceAll('-', ''),
      auth_time: Math.floor(grant.authTimeMs / 1000),
      xero_userid: grant.userId,
      global_session_id: grant.authEventId.replaceAll('-', ''),
      jti: newId().replaceAll('-', '').toUpperCase(),
      authentication_event_id: grant.authEventId,
      grant: grant.id,
      scope: grant.scopes,
      amr: ['pwd', 'mfa'],
    })}`;
    return `${body}.${this.mac(body).toString('base64url')}`;
  }

  private idToken(grant: Grant, nonce: string | null): string {
    const now = Math.floor(this.clock.now() / 1000);
    const user = this.register.userById(grant.userId);
    const body = `${encode({ alg: 'RS256', kid: 'sandbox', typ: 'JWT' })}.${encode({
      nbf: now,
      iat: now,
      exp: now + 300,
      iss: this.issuer(),
      aud: grant.clientId,
      sub: grant.userId.replaceAll('-', ''),
      auth_time: Math.floor(grant.authTimeMs / 1000),
      xero_userid: grant.userId,
      ...(grant.scopes.includes('email') ? { email: user?.email } : {}),
      ...(grant.scopes.includes('profile')
        ? { preferred_username: user?.email, given_name: user?.name }
        : {}),
      ...(nonce === null ? {} : { nonce }),
    })}`;
    return `${body}.${sign('RSA-SHA256', Buffer.from(body), this.keys().privateKey).toString('base64url')}`;
  }

  private mac(body: string): Buffer {
    return createHmac('sha256', this.register.signingKey).update(body).digest();
  }

  // Made only when somebody asks for openid: a key pair takes longer than the rest of a start.
  private keys(): { privateKey: KeyObject; publicKey: KeyObject } {
    this.idKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return this.idKey;
  }
}
