import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requireFree } from '../lib/ports.ts';
import { runStoppable } from '../lib/run-stoppable.ts';
import { startStandIns } from '../lib/stand-ins.ts';

/** The stand-ins alone, for a portal that is started by hand. */

const root = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4001' },
      data: { type: 'string', default: path.join(root, '.data', 'sandbox') },
      portal: { type: 'string', default: 'http://localhost:3000' },
    },
  });
  const base = Number(values.port);
  if (!Number.isInteger(base) || base < 1024 || base > 65_000)
    throw new Error('--port takes a number from 1024 to 65000.');
  const ports = { xero: base, till: base + 1, mail: base + 2, smtp: base + 3 };
  await requireFree(ports);
  const standIns = await startStandIns({
    ports,
    dataDir: values.data,
    portalUrl: values.portal,
    business: 'harbour-lane',
  });
  console.log(`Xero      ${standIns.xeroUrl}   books at ${standIns.xeroUrl}/console
Tagrain   ${standIns.tillUrl}   the till “harbour-lane” at ${standIns.tillUrl}/harbour-lane
Mailbox   ${standIns.mailUrl}   takes mail on port ${ports.smtp}

For the portal's .env.local:
XERO_LOGIN_URL=${standIns.xeroUrl}
XERO_IDENTITY_URL=${standIns.xeroUrl}
XERO_API_URL=${standIns.xeroUrl}
TAGRAIN_URL=${standIns.tillUrl}/{business}
SMTP_URL=${standIns.smtpUrl}

Press Ctrl-C to stop all of them.`);
  // One that ends by itself takes the others with it: half a sandbox only puzzles.
  await Promise.race(standIns.children.map((child) => child.ended));
  throw new Error('One of the stand-ins ended by itself; the others are stopped.');
}

await runStoppable(main);
