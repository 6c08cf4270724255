import { z } from 'zod';
import type { Db } from '@/db/client';
import { feedBusinessOf, type KnownOutlet, knownOutlets, wordsOfFiles } from '@/db/queries/import-files';
import type { Scope } from '@/db/queries/scope';

const paymentTypes = z.object({ payment_types: z.array(z.object({ code: z.string(), name: z.string() })) });

/** What the portal knows of a retailer's shops, so that a file's names meet the till's own ids. */
export async function knownOf(
  db: Db,
  scope: Scope,
): Promise<{ outlets: KnownOutlet[]; paymentTypes: { code: string; name: string }[] }> {
  const business = paymentTypes.safeParse(await feedBusinessOf(db, scope));
  const words = await wordsOfFiles(db, scope);
  return {
    outlets: await knownOutlets(db, scope),
    // The till's own names come first: a file's are matched to them.
    paymentTypes: [...(business.success ? business.data.payment_types : []), ...words.paymentTypes],
  };
}
