import { createHash, timingSafeEqual } from 'node:crypto';
import { after } from 'next/server';
import { database } from '@/lib/database';
import { env } from '@/lib/env';
import { forLog } from '@/lib/log/for-log';
import { tellStoppages } from '@/lib/stoppage/tell';
import { syncWhatIsDue } from '@/lib/sync/cron';

export const dynamic = 'force-dynamic';
export const maxDuration = 60;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Called by the scheduler with `Authorization: Bearer CRON_SECRET`; answers what was done, as JSON. */
export async function GET(request: Request): Promise<Response> {
  const given = request.headers.get('authorization') ?? '';
  if (!timingSafeEqual(digest(given), digest(`Bearer ${env().CRON_SECRET}`))) {
    return Response.json({ error: 'The cron secret is missing or wrong.' }, { status: 401 });
  }
  try {
    const done = await syncWhatIsDue(database());
    after(() => tellStoppages(database()));
    return Response.json(done);
  } catch (error) {
    // Left to Next.js, the whole error would be in the log.
    console.error(JSON.stringify({ level: 'error', at: 'cron', error: forLog(error) }));
    return Response.json(
      { error: 'Something went wrong on our side. The next call goes on.' },
      { status: 500 },
    );
  }
}
