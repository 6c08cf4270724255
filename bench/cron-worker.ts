import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../db/client.ts';
import { env } from '../lib/env.ts';
import { syncWhatIsDue } from '../lib/sync/cron.ts';

/**
 * Does the cron's work at each tick of so many milliseconds, until it is stopped: one of the processes of a bench. It prints `ready`,
 * then after each tick how many solutions it has worked on so far; anything else is trouble.
 */
const everyMs = Number(process.argv[2]);
const { db } = openDatabase(env().DATABASE_URL);
await import('xero-node/dist/gen/api/accountingApi.js');
await import('../lib/xero/client.ts');
await import('../lib/sync/send.ts');
await db.execute('select 1');
console.log('ready');
let worked = 0;
for (;;) {
  const began = performance.now();
  const { solutions } = await syncWhatIsDue(db);
  for (const { outcome, message } of solutions) {
    if (outcome === 'failed' || outcome === 'attention' || outcome === 'lease_lost') {
      console.log(`${outcome}: ${message}`);
    }
  }
  worked += solutions.length;
  if (solutions.length > 0) console.log(`worked on ${worked}`);
  await pause(Math.max(1, everyMs - (performance.now() - began)));
}
