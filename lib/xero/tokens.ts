import { z } from 'zod';
import { open, seal } from '@/lib/secrets/secrets';
import type { AppPair, TokenPair } from './sign-on.ts';

// One place for what is sealed under which context, so that opening can never disagree with sealing.

const tokenPair = z.object({ accessToken: z.string().min(1), refreshToken: z.string().min(1) });

/** Both tokens, sealed together for their connection. */
export const sealTokens = (connectionId: string, { accessToken, refreshToken }: TokenPair): string =>
  seal(JSON.stringify({ accessToken, refreshToken }), `xero_connection:${connectionId}`);

/** @throws SealError */
export const openTokens = (connectionId: string, sealed: string): TokenPair =>
  tokenPair.parse(JSON.parse(open(sealed, `xero_connection:${connectionId}`)));

export const sealClientSecret = (solutionId: string, clientSecret: string): string =>
  seal(clientSecret, `xero_app:${solutionId}`);

/** @throws SealError */
export const openClientSecret = (solutionId: string, sealed: string): string =>
  open(sealed, `xero_app:${solutionId}`);

/** A stored pair, opened. @throws SealError */
export const openAppPair = (
  solutionId: string,
  app: { clientId: string; clientSecretCipher: string },
): AppPair => ({
  clientId: app.clientId,
  clientSecret: openClientSecret(solutionId, app.clientSecretCipher),
});
