import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import { knowOutlets } from '@/db/queries/outlets';
import type { Scope } from '@/db/queries/scope';
import { feedOf, saveFeed } from '@/db/queries/set-up';
import { tagrainUrl } from '@/lib/env';
import { sealFeedKey } from '@/lib/secrets/feed-key';
import { type Business, type BusinessFailure, fetchBusiness, outletsOf } from '@/lib/tagrain/business';

/**
 * Tries a key on the till's feed, and keeps it (sealed), the business and its outlets when it is right. A wrong one
 * changes nothing.
 */
export async function testAndSaveFeedKey(
  db: Db,
  of: Scope & { personId: string },
  key: string,
): Promise<{ ok: true; business: Business } | BusinessFailure> {
  const { retailerId, solutionId, personId } = of;
  const feed = await feedOf(db, of);
  if (!feed) throw new Error('the solution is gone');
  const answer = await fetchBusiness(tagrainUrl(feed.business), key);
  if (!answer.ok) return answer;
  const { business } = answer;
  const outlets = outletsOf(business);
  await db.transaction(async (dbTx) => {
    await saveFeed(dbTx, of, { keyCipher: sealFeedKey(solutionId, key), business });
    await knowOutlets(dbTx, of, outlets);
    await appendEvent(dbTx, {
      retailerId,
      solutionId,
      personId,
      kind: 'feed_connected',
      text: feed.feedKeyCipher ? 'The key of the till feed was replaced.' : 'The till feed was connected.',
      data: { outlets: outlets.length },
    });
  });
  return answer;
}
