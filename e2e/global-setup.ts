import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../scripts/lib/ports.ts';
import { startStack } from '../scripts/lib/stack.ts';
import { withoutLimits } from '../scripts/lib/stand-ins.ts';

/** Starts the production build and its stand-ins on free ports; the journeys find them in the environment. */
export default async function globalSetup() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'oneenterprise-e2e-'));
  await chmod(dataDir, 0o755);
  const [portal, xero, till, mail, smtp, postgres] = await Promise.all(Array.from({ length: 6 }, freePort));
  const stack = await startStack({
    dataDir,
    ports: { portal: portal!, xero: xero!, till: till!, mail: mail!, smtp: smtp!, postgres: postgres! },
    xeroSettings: withoutLimits,
  });
  process.env.E2E_STACK = JSON.stringify({
    portalUrl: stack.portalUrl,
    xeroUrl: stack.xeroUrl,
    tillUrl: stack.tillUrl,
    mailUrl: stack.mailUrl,
    databaseUrl: stack.databaseUrl,
    cronSecret: stack.cronSecret,
  });
  return async () => {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
