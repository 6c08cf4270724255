type Heads = Headers | Record<string, unknown> | undefined;

/**
 * Where a request came from, for counting only. Of a list of addresses the last one counts: the nearest proxy wrote it
 * (or the server itself, where there is none); all before it can be made up by the sender.
 */
export function clientAddress(heads: Heads): string {
  const value = heads instanceof Headers ? heads.get('x-forwarded-for') : heads?.['x-forwarded-for'];
  return (typeof value === 'string' && value.split(',').at(-1)?.trim()) || 'unknown';
}
