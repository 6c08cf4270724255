import { open, seal } from './secrets.ts';

const contextOf = (solutionId: string) => `feed_key:${solutionId}`;

/** The Tagrain API key as it is stored in `solution.feed_key_cipher`. */
export const sealFeedKey = (solutionId: string, key: string): string => seal(key, contextOf(solutionId));

/** @throws SealError */
export const openFeedKey = (solutionId: string, sealed: string): string =>
  open(sealed, contextOf(solutionId));
