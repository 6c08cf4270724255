import { spawnNode } from '../lib/children.ts';
import { startPostgres } from '../lib/postgres.ts';
import { runStoppable } from '../lib/run-stoppable.ts';

/**
 * For stopping.test.ts: a command that starts a PostgreSQL and a child with a worker of its own, says how far it is, and goes on
 * until it is stopped. Arguments: a folder to use and delete, and the port of PostgreSQL.
 */
const [base = '', port = ''] = process.argv.slice(2);
const worker = `setInterval(() => {}, 1000)`;
const leader = `const worker = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(worker)}]);
  console.log('pids ' + process.pid + ' ' + worker.pid); setInterval(() => {}, 1000)`;

await runStoppable(async () => {
  const child = spawnNode(['-e', leader], { output: 'show' });
  const starting = startPostgres({ dataDir: `${base}/postgres`, port: Number(port), deleteAfter: base });
  console.log('starting');
  await starting;
  console.log('started');
  await child.ended;
  return 1;
});
