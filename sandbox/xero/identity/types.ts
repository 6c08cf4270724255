import type { Tier } from '../settings.ts';

export interface User {
  id: string;
  email: string;
  name: string;
}

export type IntegrationType = 'web' | 'mobile' | 'custom';

export interface App {
  id: string;
  clientId: string;
  /** SHA-256 of the secret: like Xero, the sandbox cannot show it a second time. */
  secretHashes: string[];
  name: string;
  integrationType: IntegrationType;
  companyUrl: string;
  privacyUrl: string;
  termsUrl: string;
  redirectUris: string[];
  owner: string;
  tier: Tier;
  createdMs: number;
}

/** One consent: the tokens that came of it live and die with it. */
export interface Grant {
  id: string;
  clientId: string;
  userId: string;
  scopes: string[];
  authEventId: string;
  authTimeMs: number;
  revoked: boolean;
  refreshToken: string | null;
  refreshIssuedMs: number;
  previousToken: string | null;
  previousUsedMs: number;
}

/** Why an app may call for an organisation. */
export interface Connection {
  id: string;
  clientId: string;
  userId: string;
  organisationId: string;
  authEventId: string;
  createdMs: number;
  updatedMs: number;
  removed: boolean;
}

/** An authorisation code, good once and for minutes; not kept over a restart. */
export interface Code {
  clientId: string;
  userId: string;
  redirectUri: string;
  scopes: string[];
  authEventId: string;
  issuedMs: number;
  nonce: string | null;
  challenge: string | null;
  spentBy: string | null;
}
