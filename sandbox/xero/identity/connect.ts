import { createHash } from 'node:crypto';
import { newId } from '../base/ids.ts';
import type { Store } from '../books/store.ts';
import type { Clock } from '../clock.ts';
import { type Answer, type Call, form, jsonAnswer } from '../http/message.ts';
import type { Settings } from '../settings.ts';
import type { Register } from './register.ts';
import type { Tokens } from './tokens.ts';
import type { App, Code, Connection } from './types.ts';

const oauthError = (error: string): Answer => {
  const answer = jsonAnswer(400, { error });
  answer.headers['cache-control'] = 'no-store';
  return answer;
};

/** Token, revocation and connections endpoints. */
export class Connect {
  constructor(
    private readonly register: Register,
    private readonly store: Store,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** POST /connect/token */
  token(call: Call): Answer {
    const fields = form(call);
    const grantType = fields.get('grant_type');
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
      // The pair is looked at first: a wrong one is told so whatever it asks for.
      const app = this.authenticate(call, fields);
      if (!app) return oauthError('invalid_client');
      return oauthError(
        grantType === 'client_credentials' ? 'unauthorized_client' : 'unsupported_grant_type',
      );
    }
    const app = this.authenticate(call, fields);
    if (!app) return oauthError('invalid_client');
    const token =
      grantType === 'refresh_token'
        ? this.tokens.refresh(fields.get('refresh_token') ?? '', app.clientId)
        : this.exchange(app, fields);
    if (token === null) return oauthError('invalid_grant');
    const answer = jsonAnswer(200, token);
    answer.headers['cache-control'] = 'no-store';
    return answer;
  }

  /** POST /connect/revocation: ends the consent and all connections of that user to the app. */
  revocation(call: Call): Answer {
    const fields = form(call);
    const app = this.authenticate(call, fields);
    if (!app) return oauthError('invalid_client');
    const grant = this.register.grantOf(fields.get('token') ?? '');
    if (grant && grant.clientId === app.clientId) this.register.revokeAll(app.clientId, grant.userId, true);
    // An unknown token is revoked already (RFC 7009).
    return { status: 200, headers: {}, body: '' };
  }

  /** GET /connections and DELETE /connections/{id} */
  connections(call: Call): Answer {
    const bearer = /^Bearer (.+)$/i.exec(call.headers.authorization ?? '')?.[1];
    const check = bearer === undefined ? null : this.tokens.check(bearer);
    if (!check?.ok) return unauthorised(check && check.reason === 'expired' ? check.expiredMs : undefined);
    const mine = (c: Connection) => c.clientId === check.grant.clientId && c.userId === check.grant.userId;
    const id = /^\/connections\/([^/]+)$/i.exec(call.path)?.[1];
    if (call.method === 'DELETE' && id !== undefined) {
      const connection = this.register.connectionsWhere((c) => mine(c) && c.id === id.toLowerCase())[0];
      if (!connection)
        return jsonAnswer(404, problem('Not Found', 404, 'The connection could not be found.'));
      this.register.disconnect(connection);
      return { status: 204, headers: {}, body: '' };
    }
    if (call.method !== 'GET' || id !== undefined)
      return { status: 405, headers: { allow: 'GET' }, body: '' };
    const event = call.query.get('authEventId');
    const rows = this.register.connectionsWhere(
      (c) => mine(c) && (event === null || c.authEventId === event),
    );
    return jsonAnswer(
      200,
      rows.map((c) => this.wire(c)),
    );
  }

  /** A connection as GET /connections shows it. */
  wire(connection: Connection): Record<string, unknown> {
    return {
      id: connection.id,
      authEventId: connection.authEventId,
      tenantId: connection.organisationId,
      tenantType: 'ORGANISATION',
      tenantName: this.store.find(connection.organisationId)?.organisation.name ?? '',
      createdDateUtc: ticks(connection.createdMs),
      updatedDateUtc: ticks(connection.updatedMs),
    };
  }

  private authenticate(call: Call, fields: URLSearchParams): App | null {
    const basic = /^Basic (.+)$/i.exec(call.headers.authorization ?? '')?.[1];
    let clientId = fields.get('client_id') ?? '';
    let secret = fields.get('client_secret') ?? '';
    if (basic !== undefined) {
      const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
      // Clients may send both parts form-encoded (RFC 6749, 2.3.1).
      clientId = decode(id);
      secret = decode(rest.join(':'));
    }
    const app = this.register.apps.get(clientId);
    if (!app) return null;
    if (app.integrationType === 'mobile') return app;
    return this.register.secretMatches(app, secret) ? app : null;
  }

  private exchange(app: App, fields: URLSearchParams): Record<string, unknown> | null {
    const code = this.register.codes.get(fields.get('code') ?? '');
    if (!code || code.clientId !== app.clientId) return null;
    const now = this.clock.now();
    if (code.spentBy !== null || now - code.issuedMs > this.settings.codeMs) return null;
    if (code.redirectUri !== fields.get('redirect_uri')) return null;
    if (code.challenge !== null) {
      const verifier = fields.get('code_verifier') ?? '';
      if (createHash('sha256').update(verifier).digest('base64url') !== code.challenge) return null;
    } else if (app.integrationType === 'mobile') {
      return null;
    }
    return this.issue(code);
  }

  /** Tokens for a code without the call of the app that it was made for. */
  exchangeForTests(code: Code): Record<string, unknown> {
    return this.issue(code);
  }

  private issue(code: Code): Record<string, unknown> {
    const now = this.clock.now();
    const id = newId();
    code.spentBy = id;
    return this.tokens.issue(
      {
        id,
        clientId: code.clientId,
        userId: code.userId,
        scopes: code.scopes,
        authEventId: code.authEventId,
        authTimeMs: now,
        revoked: false,
        refreshToken: null,
        refreshIssuedMs: now,
        previousToken: null,
        previousUsedMs: 0,
      },
      code.nonce,
    );
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** "2020-03-18T21:20:07.7179250": no zone, seven decimals. */
const ticks = (ms: number): string => new Date(ms).toISOString().replace(/(\.\d{3})Z$/, '$10000');

export const problem = (title: string, status: number, detail: string): Record<string, unknown> => ({
  Type: null,
  Title: title,
  Status: status,
  Detail: detail,
  Instance: newId(),
  Extensions: {},
});

/** "TokenExpired: token expired at 11/23/2026 22:29:13" */
export function expiredDetail(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  return `TokenExpired: token expired at ${month}/${day}/${year} ${time}`;
}

/** 401 of the connections endpoint and of the accounting API. */
export function unauthorised(expiredMs?: number): Answer {
  const detail = expiredMs === undefined ? 'AuthenticationUnsuccessful' : expiredDetail(expiredMs);
  const answer = jsonAnswer(401, problem('Unauthorized', 401, detail));
  answer.headers['content-type'] = 'application/json; charset=utf-8';
  return answer;
}
