/** Redirect URIs of an app: https, or http on localhost; an address like 127.0.0.1 is refused. */
export function redirectUriRefusal(uri: string): string | null {
  const url = parse(uri);
  if (!url) return 'The redirect URI is not a valid URI.';
  if (url.hash !== '') return 'The redirect URI must not have a fragment.';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && url.hostname === 'localhost') return null;
  return 'The redirect URI must use https, or be http://localhost.';
}

/** Company, privacy and terms URLs: the same, without looking at fragments. */
export function urlRefusal(what: string, text: string): string | null {
  const url = parse(text);
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost')))
    return null;
  return `${what} must be a valid URL that begins with https.`;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
