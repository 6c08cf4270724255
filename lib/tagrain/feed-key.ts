import { open, seal } from '@/lib/secrets/secrets';

/** The Tagrain API key, sealed for its solution. */
export const sealFeedKey = (solutionId: string, apiKey: string): string => seal(apiKey, `feed_key:${solutionId}`);

/** @throws SealError */
export const openFeedKey = (solutionId: string, sealed: string): string => open(sealed, `feed_key:${solutionId}`);
