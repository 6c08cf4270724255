import type { Db } from '@/db/client';
import { clearAttention } from '@/db/queries/attention';
import { releaseAll } from '@/db/queries/releases';
import type { Scope } from '@/db/queries/scope';
import { makeDue } from '@/db/queries/set-up';
import { withXero } from '@/lib/xero/client';
import { readOrganisation } from '@/lib/xero/read-organisation';
import { succeeded, type XeroResult } from '@/lib/xero/result';

/**
 * *Refresh from Xero*: reads the organisation, its accounts and tax rates anew, then puts back to be planned what is held or refused: an
 * account may be active again, payments enabled, a lock date moved.
 */
export async function refreshOrganisation(
  db: Db,
  of: Scope,
): Promise<XeroResult<{ name: string; released: number }>> {
  const xero = await withXero(db, of);
  if (!xero.ok) return xero;
  const read = await readOrganisation(db, xero.value);
  if (!read.ok) return read;
  const released = await db.transaction(async (dbTx) => {
    const count = await releaseAll(dbTx, of);
    await clearAttention(dbTx, of, 'organisation_unread');
    await makeDue(dbTx, of);
    return count;
  });
  return succeeded({ name: read.value.name, released });
}
