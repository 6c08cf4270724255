import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPortal } from '../lib/build.ts';
import { whyNotUsable } from '../lib/database-address.ts';
import { requireFree } from '../lib/ports.ts';
import { runStoppable } from '../lib/run-stoppable.ts';
import { takeFolder } from '../lib/running-demo.ts';
import { portsFrom, type Stack, startStack } from '../lib/stack.ts';
import { withoutLimits } from '../lib/stand-ins.ts';
import { demonstrate } from './demonstrate.ts';
import { forget, whyKeysDoNotFit } from './kept-data.ts';
import { type Options, readOptions, usage } from './options.ts';
import { demo } from './retailer.ts';

const dataDir = fileURLToPath(new URL('../../.data/demo', import.meta.url));
const say = (line: string) => console.log(line);
// An empty variable is one that is not set.
const databaseUrl = process.env.DATABASE_URL || undefined;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    say(usage);
    return 0;
  }
  await checkFirst(options);
  if (options.fresh) {
    say(`Deleting what earlier demos kept under ${path.relative(process.cwd(), dataDir)} …`);
    await forget(dataDir);
  }
  await buildPortal(say);
  const stack = await startStack({
    ...{ dataDir, ports: portsFrom(options.port), databaseUrl, say },
    // No minute of waiting helps a newcomer.
    xeroSettings: withoutLimits,
  });
  const code = await demonstrate({ ...stack, portalPid: stack.portal.pid }, options.days, say);
  if (options.once) return code;
  sayAddresses(stack);
  await stack.portal.ended;
  throw new Error(`The portal has ended by itself:\n${stack.portal.lastLines()}`);
}

/** All that can be wrong is said before anything is built, started or deleted. */
async function checkFirst({ port, fresh }: Options): Promise<void> {
  await takeFolder(dataDir, port);
  const { postgres, ...others } = portsFrom(port);
  await requireFree(databaseUrl ? others : { ...others, postgres });
  if (!databaseUrl) return;
  const wrong = (await whyNotUsable(databaseUrl)) ?? (await whyKeysDoNotFit(databaseUrl, dataDir, fresh));
  if (wrong) throw new Error(wrong);
}

function sayAddresses(stack: Stack) {
  say(`
The portal        ${stack.portalUrl}   sign in as ${demo.email}, password "${demo.password}"
Xero's stand-in   ${stack.xeroUrl}/console
The till          ${stack.tillUrl}/${demo.business}   (Trade now adds receipts; Sync now posts them)
The mailbox       ${stack.mailUrl}
Press Ctrl-C to stop everything.`);
}

await runStoppable(main);
