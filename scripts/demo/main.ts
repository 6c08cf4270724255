import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PortalClient } from '../lib/portal-client.ts';
import { placeForPostgres } from '../lib/postgres-place.ts';
import { portsFrom, type Stack, startStack } from '../lib/stack.ts';
import { booksOf } from '../lib/xero-books.ts';
import { compare, tableLines } from './compare.ts';
import { postEverything } from './post.ts';
import { connectRetailer, demo, makeTill } from './retailer.ts';
import { portalCounts, tillTotals } from './totals.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (line: string) => console.log(line);

type Options = { once: boolean; days: number; port: number; fresh: boolean };

function options(): Options {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      days: { type: 'string', default: '30' },
      port: { type: 'string', default: '3000' },
      fresh: { type: 'boolean', default: false },
    },
  });
  const whole = (name: string, text: string, low: number, high: number) => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < low || n > high)
      throw new Error(`--${name} takes a whole number from ${low} to ${high}.`);
    return n;
  };
  return {
    once: values.once,
    fresh: values.fresh,
    days: whole('days', values.days, 1, 400),
    port: whole('port', values.port, 1024, 65000),
  };
}

const dataDir = path.join(root, '.data', 'demo');

async function main(): Promise<number> {
  const { once, days, port, fresh } = options();
  if (fresh) await forget();
  say('Building the portal …');
  build();
  let stack: Stack | undefined;
  const ended = new Promise<'stopped'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve('stopped'));
  });
  try {
    const work = async () => {
      stack = await startStack({
        dataDir,
        ports: portsFrom(port),
        databaseUrl: process.env.DATABASE_URL,
        // The books count calls, but no minute of waiting helps a newcomer.
        xeroSettings: { limitsOn: false },
        say,
      });
      return demonstrate(stack, days);
    };
    const exitCode = await Promise.race([work(), ended]);
    if (exitCode === 'stopped') return 130;
    if (once) return exitCode;
    sayAddresses(stack!);
    await ended;
    say('\nStopping …');
    return 0;
  } finally {
    await stack?.stop();
  }
}

/** From an empty portal to the table. @returns 0 when every difference is 0.00 and nothing is left, else 1 */
async function demonstrate(stack: Stack, days: number): Promise<number> {
  const client = new PortalClient(stack.portalUrl);
  const till = await makeTill(stack, days, say);
  const retailer = await connectRetailer(stack, client, till, say);
  say('Calling the cron route until all is posted …');
  const began = performance.now();
  const { calls, peakBytes, progress } = await postEverything(stack, client, retailer.solutionId, say);
  const seconds = Math.round(performance.now() - began) / 1000;
  const memory = peakBytes > 0 ? `; the portal's memory rose to ${Math.round(peakBytes / 2 ** 20)} MiB` : '';
  say(`${calls} ${calls === 1 ? 'call' : 'calls'} of the cron route in ${seconds} s${memory}.\n`);

  const { rows, problems } = compare(
    await tillTotals(stack, retailer),
    await booksOf(stack.xeroUrl, retailer.tenantId),
    await portalCounts(client, retailer.solutionId),
  );
  for (const line of tableLines(rows)) say(line);
  if (progress.records.held > 0)
    problems.push(`${progress.records.held} records are held; Transactions says why.`);
  const unposted = progress.documents.waiting + progress.documents.attention;
  if (unposted > 0)
    problems.push(`${unposted} documents are not posted: ${progress.run?.message ?? 'see Transactions'}.`);
  say(problems.length === 0 ? '\nTill, portal and Xero agree to the cent.' : `\n${problems.join('\n')}`);
  return problems.length === 0 ? 0 : 1;
}

function sayAddresses(stack: Stack) {
  say(`
The portal        ${stack.portalUrl}   sign in as ${demo.email}, password "${demo.password}"
Xero's stand-in   ${stack.xeroUrl}/console
The till          ${stack.tillUrl}/${demo.business}   (Trade now adds receipts; Sync now posts them)
The mailbox       ${stack.mailUrl}
Press Ctrl-C to stop everything.`);
}

function build() {
  const result = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    encoding: 'utf8',
  });
  if (result.status !== 0)
    throw new Error(`The portal could not be built:\n${result.stdout}${result.stderr}`);
}

async function forget() {
  const place = await placeForPostgres(path.join(dataDir, 'postgres')).catch(() => null);
  if (place) await rm(place.dataDir, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
