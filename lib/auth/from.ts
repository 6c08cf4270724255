/**
 * The page to go to after signing in, as named in an address that anybody can write.
 * @returns a path of this portal; anything else (another site, a script) becomes the dashboard
 */
export function safeFrom(from: unknown): string {
  const fallback = '/dashboard';
  if (typeof from !== 'string' || !from.startsWith('/')) return fallback;
  const here = 'http://here.invalid';
  try {
    const url = new URL(from, here);
    return url.origin === here && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : fallback;
  } catch {
    return fallback;
  }
}

/** The sign-in page that leads back to a path. */
export const signInPath = (from: string) => `/sign-in?from=${encodeURIComponent(from)}`;
