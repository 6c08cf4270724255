import { parseArgs } from 'node:util';
import { ensureInstalled, fail, portIsTaken, startChild, stopAll, stopOnSignals } from './lib/processes.mjs';

/**
 * Starts the three stand-ins: Xero, the till and the mail. `--port N` moves the first of their ports (4001): Xero N, till N + 1,
 * mailbox N + 2, SMTP N + 24. `--data DIR` keeps their books elsewhere than in .data/sandbox, `--portal URL` is where the
 * till's Settings lead.
 */

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4001' },
    data: { type: 'string', default: '.data/sandbox' },
    portal: { type: 'string', default: 'http://localhost:3000' },
  },
});
const base = Number(values.port);
if (!Number.isInteger(base) || base < 1 || base > 65_500) fail('--port takes a number from 1 to 65500.');

const ports = { xero: base, tagrain: base + 1, mail: base + 2, smtp: base + 24 };
for (const [name, port] of Object.entries(ports)) {
  if (await portIsTaken(port))
    fail(`Port ${port} (${name}) is taken: stop what uses it, or give another with --port.`);
}
ensureInstalled();
stopOnSignals();

const tsx = ['--import', 'tsx'];
const data = (name) => ['--data', `${values.data}/${name}`];
const children = [
  {
    name: 'xero',
    title: 'Xero',
    args: ['sandbox/xero/main.ts', '--port', `${ports.xero}`, ...data('xero')],
    port: ports.xero,
  },
  {
    name: 'tagrain',
    title: 'Tagrain',
    args: [
      'sandbox/tagrain/main.ts',
      ...['--port', `${ports.tagrain}`],
      ...data('tagrain'),
      ...['--portal', values.portal],
      ...['--business', 'harbour-lane'],
    ],
    port: ports.tagrain,
  },
  {
    name: 'mail',
    title: 'Mailbox',
    args: [
      'sandbox/mail/main.ts',
      ...['--http-port', `${ports.mail}`, '--smtp-port', `${ports.smtp}`],
      ...data('mail'),
    ],
    port: ports.mail,
  },
];

/** A stand-in that ends by itself takes the others with it: half a sandbox only puzzles. */
async function endedAlone(title, code) {
  console.error(`${title} ended by itself (code ${code}); the others are stopped.`);
  await stopAll();
  process.exit(1);
}

try {
  await Promise.all(
    children.map(({ name, title, args, port }) =>
      startChild(title, [...tsx, ...args], {
        readyUrl: `http://127.0.0.1:${port}/`,
        log: `${values.data}/${name}.log`,
        onExit: (code) => endedAlone(title, code),
      }),
    ),
  );
} catch (error) {
  console.error(error.message);
  await stopAll();
  process.exit(1);
}

for (const { title, port } of children) console.log(`${title.padEnd(8)} http://localhost:${port}`);
console.log(`${'SMTP'.padEnd(8)} smtp://localhost:${ports.smtp}`);
console.log('Ctrl-C stops them.');
