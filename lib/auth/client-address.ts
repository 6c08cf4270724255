type Heads = Headers | Record<string, unknown> | undefined;

/**
 * Where a request came from, for counting only. Each proxy adds the address that it was called from at the right, so with two
 * proxies to trust the second address from the right counts; all before it can be made up by the sender.
 * @param trustedProxies how many proxies stand before the portal; 0: none, so the whole header is the sender's own words
 * @returns null when it is not known
 */
export function clientAddress(heads: Heads, trustedProxies: number): string | null {
  if (trustedProxies === 0) return null;
  const value = heads instanceof Headers ? heads.get('x-forwarded-for') : heads?.['x-forwarded-for'];
  return (typeof value === 'string' && value.split(',').at(-trustedProxies)?.trim()) || null;
}
