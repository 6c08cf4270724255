import { textAtMost } from '@/lib/bytes/text-at-most';
import { Failure } from './failure.ts';

/** Forms and mappings of the portal are a few kilobytes; files have a route of their own. */
const MAXIMUM_KILOBYTES = 256;

/** The text of a request, within what the portal's forms can need. @throws Failure 413 */
export async function boundedText(request: Request): Promise<string> {
  const text = await textAtMost(request, MAXIMUM_KILOBYTES * 1024);
  if (text !== null) return text;
  throw new Failure(
    413,
    'too_large',
    `What was sent is larger than ${MAXIMUM_KILOBYTES} KB. Shorten it and send it again.`,
  );
}

/** The JSON of a request, unchecked. @throws Failure 413 or 400 */
export async function boundedJson(request: Request): Promise<unknown> {
  const text = await boundedText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(400, 'not_json', 'The request is not readable JSON.');
  }
}
