import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '@/db/client';
import { addOauthState, explainOauthState, spendOauthState } from '@/db/queries/oauth-states';
import type { Scope } from '@/db/queries/scope';

/** From pressing the button to coming back. Xero's own code lives five minutes of it. */
export const STATE_LIFETIME_SECONDS = 600;

/** Marks the browser that began; HttpOnly, gone after ten minutes. */
export const BROWSER_COOKIE = 'oneenterprise_consent';

const RANDOM_BYTES = 32;
const randomText = () => randomBytes(RANDOM_BYTES).toString('base64url');
const isRandomText = (text: string | undefined): text is string => /^[\w-]{43}$/.test(text ?? '');

/** What is kept is a hash: whoever reads the table cannot finish somebody's consent. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');

/**
 * Begins a trip to Xero.
 * @param browser the browser's cookie, if it has one: kept, so that two tabs may be under way at once
 * @returns the state for Xero and the cookie's value for the browser; neither is stored as it is
 */
export async function beginConsent(
  db: Db,
  of: Scope & { personId: string },
  browser: string | undefined,
): Promise<{ state: string; browser: string }> {
  const state = randomText();
  const cookie = isRandomText(browser) ? browser : randomText();
  await addOauthState(db, {
    retailerId: of.retailerId,
    solutionId: of.solutionId,
    personId: of.personId,
    stateHash: hashOf(state),
    browserHash: hashOf(cookie),
    lifetimeSeconds: STATE_LIFETIME_SECONDS,
  });
  return { state, browser: cookie };
}

export type StateRefusal = {
  ok: false;
  why:
    | 'state_missing'
    | 'state_unknown'
    | 'state_used'
    | 'state_expired'
    | 'state_other_browser'
    | 'state_other_person';
  /** Which solution it was for, where a state was known. Whether the person may see it is still to be asked. */
  solutionId?: string;
};

/** Takes a state that came back, once, from the person and the browser that began; or says why not. */
export async function takeState(
  db: Db,
  back: { state: string | null; browser: string | undefined; personId: string },
): Promise<{ ok: true; of: Scope } | StateRefusal> {
  if (!back.state) return { ok: false, why: 'state_missing' };
  const bearer = {
    stateHash: hashOf(back.state),
    browserHash: hashOf(back.browser ?? ''),
    personId: back.personId,
  };
  const of = await spendOauthState(db, bearer);
  if (of) return { ok: true, of };

  const known = await explainOauthState(db, bearer);
  if (!known) return { ok: false, why: 'state_unknown' };
  const { solutionId } = known;
  if (known.isOtherPerson) return { ok: false, why: 'state_other_person', solutionId };
  if (known.isUsed) return { ok: false, why: 'state_used', solutionId };
  if (known.isExpired) return { ok: false, why: 'state_expired', solutionId };
  return { ok: false, why: 'state_other_browser', solutionId };
}
