import { createHash, randomBytes } from 'node:crypto';
import { newId, newSecret } from '../base/ids.ts';
import type { Store } from '../books/store.ts';
import type { Clock } from '../clock.ts';
import type { Settings, Tier } from '../settings.ts';
import type { App, Code, Connection, Grant, IntegrationType, User } from './types.ts';

const hash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export interface NewApp {
  name: string;
  integrationType: IntegrationType;
  companyUrl: string;
  privacyUrl: string;
  termsUrl: string;
  redirectUris: string[];
  owner: string;
  tier?: Tier;
}

/** Users, apps, consents and connections. Kept in the same journal as the books. */
export class Register {
  readonly users = new Map<string, User>();
  readonly apps = new Map<string, App>();
  readonly grants = new Map<string, Grant>();
  readonly connections = new Map<string, Connection>();
  readonly codes = new Map<string, Code>();
  readonly sessions = new Map<string, string>();
  /** Signs access tokens; clients do not verify them, the sandbox does. */
  signingKey = newSecret();
  private readonly grantsByToken = new Map<string, string>();
  private readonly connectionKeys = new Map<string, string>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Puts back what the journal has; false for a kind that is not ours. */
  replay(kind: string, record: unknown): boolean {
    if (kind === 'user') this.setUser(record as User);
    else if (kind === 'app') this.setApp(record as App);
    else if (kind === 'grant') this.setGrant(record as Grant);
    else if (kind === 'connection') this.setConnection(record as Connection);
    else if (kind === 'session')
      this.sessions.set((record as string[])[0] ?? '', (record as string[])[1] ?? '');
    else if (kind === 'signingKey') this.signingKey = record as string;
    else return false;
    return true;
  }

  /** Keeps the signing key with a new data directory, so that tokens outlive a restart. */
  keepSigningKey(): void {
    this.store.record('signingKey', this.signingKey);
  }

  /** Writes everything again, after the file was emptied. */
  keepAll(): void {
    this.keepSigningKey();
    for (const user of this.users.values()) this.store.record('user', user);
    for (const app of this.apps.values()) this.store.record('app', app);
    for (const grant of this.grants.values()) this.store.record('grant', grant);
    for (const connection of this.connections.values()) this.store.record('connection', connection);
    for (const session of this.sessions) this.store.record('session', session);
  }

  clear(): void {
    for (const map of [this.users, this.apps, this.grants, this.connections, this.codes, this.sessions])
      map.clear();
    this.grantsByToken.clear();
    this.connectionKeys.clear();
  }

  /** The user with this address; new ones get their two organisations. */
  user(email: string): User {
    const address = email.trim().toLowerCase();
    const known = this.users.get(address);
    if (known) return known;
    const user = { id: newId(), email: address, name: address.split('@')[0] ?? address };
    this.setUser(user);
    this.store.record('user', user);
    this.store.seedFor(address, this.clock.now());
    return user;
  }

  userById(id: string): User | undefined {
    for (const user of this.users.values()) if (user.id === id) return user;
    return undefined;
  }

  signIn(email: string): string {
    const session = newSecret();
    this.sessions.set(session, this.user(email).email);
    this.store.record('session', [session, this.user(email).email]);
    return session;
  }

  createApp(app: NewApp): App {
    const created: App = {
      ...app,
      id: newId(),
      clientId: randomBytes(16).toString('hex').toUpperCase(),
      secretHashes: [],
      owner: this.user(app.owner).email,
      tier: app.tier ?? this.settings.defaultTier,
      createdMs: this.clock.now(),
    };
    this.putApp(created);
    return created;
  }

  putApp(app: App): void {
    this.setApp(app);
    this.store.record('app', app);
  }

  /** A new secret, shown this once. Xero lets an app have two, so that one can be replaced without a gap. */
  generateSecret(app: App): string {
    const secret = newSecret(36);
    this.putApp({ ...app, secretHashes: [...app.secretHashes, hash(secret)].slice(-2) });
    return secret;
  }

  secretMatches(app: App, secret: string): boolean {
    return app.secretHashes.includes(hash(secret));
  }

  putGrant(grant: Grant): void {
    this.setGrant(grant);
    this.store.record('grant', grant);
  }

  /** The grant that a refresh token belongs to, current or previous. */
  grantOf(refreshToken: string): Grant | undefined {
    const id = this.grantsByToken.get(refreshToken);
    return id === undefined ? undefined : this.grants.get(id);
  }

  /** Connects an app to an organisation, or renews the connection with this consent. */
  connect(clientId: string, userId: string, organisationId: string, authEventId: string): Connection {
    const now = this.clock.now();
    const known = this.connection(clientId, organisationId);
    const connection: Connection = known
      ? { ...known, userId, authEventId, updatedMs: now }
      : {
          id: newId(),
          clientId,
          userId,
          organisationId,
          authEventId,
          createdMs: now,
          updatedMs: now,
          removed: false,
        };
    this.putConnection(connection);
    return connection;
  }

  putConnection(connection: Connection): void {
    this.setConnection(connection);
    this.store.record('connection', connection);
  }

  disconnect(connection: Connection): void {
    this.putConnection({ ...connection, removed: true, updatedMs: this.clock.now() });
  }

  /** The live connection of an app to an organisation. */
  connection(clientId: string, organisationId: string): Connection | undefined {
    const id = this.connectionKeys.get(`${clientId} ${organisationId}`);
    const connection = id === undefined ? undefined : this.connections.get(id);
    return connection && !connection.removed ? connection : undefined;
  }

  /** Live connections that satisfy a condition, oldest first. */
  connectionsWhere(condition: (connection: Connection) => boolean): Connection[] {
    return [...this.connections.values()].filter((c) => !c.removed && condition(c));
  }

  /** Ends every token that a user has given an app, and the connections that came of them. */
  revokeAll(clientId: string, userId: string, disconnect: boolean): void {
    for (const grant of this.grants.values()) {
      if (grant.clientId === clientId && grant.userId === userId && !grant.revoked) {
        this.putGrant({ ...grant, revoked: true });
      }
    }
    if (!disconnect) return;
    for (const connection of this.connectionsWhere((c) => c.clientId === clientId && c.userId === userId)) {
      this.disconnect(connection);
    }
  }

  /** Why an app may not be connected to these organisations; null if it may. */
  connectionRefusal(app: App, organisationIds: string[]): string | null {
    const connected = new Set(
      this.connectionsWhere((c) => c.clientId === app.clientId).map((c) => c.organisationId),
    );
    const limit = this.settings.connectionLimits[app.tier];
    if (new Set([...connected, ...organisationIds]).size > limit) {
      return `This app has reached its limit of ${limit} connections.`;
    }
    for (const id of organisationIds) {
      const others = new Set(
        this.connectionsWhere((c) => c.organisationId === id && c.clientId !== app.clientId).map(
          (c) => c.clientId,
        ),
      );
      if (others.size >= this.settings.uncertifiedAppsPerOrganisation) {
        return 'This organisation is connected to the highest number of uncertified apps already. Disconnect one of them first.';
      }
    }
    return null;
  }

  private setUser(user: User): void {
    this.users.set(user.email, user);
  }

  private setApp(app: App): void {
    this.apps.set(app.clientId, app);
  }

  private setGrant(grant: Grant): void {
    const old = this.grants.get(grant.id);
    for (const token of [old?.refreshToken, old?.previousToken]) if (token) this.grantsByToken.delete(token);
    this.grants.set(grant.id, grant);
    for (const token of [grant.refreshToken, grant.previousToken])
      if (token) this.grantsByToken.set(token, grant.id);
  }

  private setConnection(connection: Connection): void {
    this.connections.set(connection.id, connection);
    if (!connection.removed) {
      this.connectionKeys.set(`${connection.clientId} ${connection.organisationId}`, connection.id);
    }
  }
}
