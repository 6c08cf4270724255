import { textAtMost } from '@/lib/bytes/text-at-most';

/** A page of the feed is a few megabytes at most; a till server gone wrong must not fill the portal's memory. */
export const ANSWER_MAXIMUM_MB = 32;

/** The text of an answer, or null when it is larger than the feed allows. */
export const boundedAnswer = (response: Response) => textAtMost(response, ANSWER_MAXIMUM_MB * 1024 * 1024);
