import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../db/client.ts';
import { env } from '../lib/env.ts';
import { syncWhatIsDue } from '../lib/sync/cron.ts';

/** Does the cron's work at each tick of so many milliseconds, until it is stopped: one of the processes of a bench. */
const everyMs = Number(process.argv[2]);
const { db } = openDatabase(env().DATABASE_URL);
await import('../lib/xero/client.ts');
for (;;) {
  const began = performance.now();
  const { solutions } = await syncWhatIsDue(db);
  for (const { outcome, message } of solutions) {
    if (outcome === 'failed' || outcome === 'attention' || outcome === 'lease_lost') {
      console.log(`${outcome}: ${message}`);
    }
  }
  await pause(Math.max(1, everyMs - (performance.now() - began)));
}
