import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { placeForPostgres } from '../lib/postgres-place.ts';
import { portsFrom, type Stack, startStack } from '../lib/stack.ts';
import { withoutLimits } from '../lib/stand-ins.ts';
import { demonstrate } from './demonstrate.ts';
import { demo } from './retailer.ts';

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
        // No minute of waiting helps a newcomer.
        xeroSettings: withoutLimits,
        say,
      });
      return demonstrate({ ...stack, portalPid: stack.portal.pid }, days, say);
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
