import type { Db } from '@/db/client';
import { claimStoppageMail, noteMailSent } from '@/db/queries/stoppages';
import { env } from '@/lib/env';
import { forLog } from '@/lib/log/for-log';
import { sendMail } from '@/lib/mail/send';
import { syncSettings } from '@/lib/sync/settings';
import { stoppageMail } from './mails.ts';

/**
 * Mails what is due about stopped posting. It comes after a run and outside of it: a mail server that is down, or slow, costs posting
 * nothing. Never throws.
 */
export async function tellStoppages(db: Db): Promise<void> {
  const { mailQuietSeconds: quietSeconds, mailRetrySeconds: claimSeconds } = syncSettings();
  try {
    for (;;) {
      const mail = await claimStoppageMail(db, { claimSeconds, quietSeconds });
      if (!mail) return;
      // The server takes none at the moment: the others would only wait for it one after another.
      if (!(await sendMail(stoppageMail(env().NEXTAUTH_URL, mail)))) return;
      await noteMailSent(db, mail);
    }
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', at: 'stoppage', error: forLog(error) }));
  }
}
