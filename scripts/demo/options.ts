import { parseArgs } from 'node:util';
import { portsFrom } from '../lib/stack.ts';

export type Options = {
  help: boolean;
  once: boolean;
  /** Null: not asked for, so 30 where there is no till yet. */
  days: number | null;
  port: number;
  fresh: boolean;
};

export const DAYS_UNASKED = 30;

export const usage = `npm run demo -- [--once] [--days N] [--port N] [--fresh]

  --once     end after the table, with 0 if every difference is 0.00
  --days N   days of trade, 1 to 400 (${DAYS_UNASKED}); counts at the first start and with --fresh
  --port N   the portal's port, 1024 to 65000 (3000); N+1 to N+5 are used too
  --fresh    delete what earlier demos kept, and begin anew
  --help     this

DATABASE_URL, if set, names a PostgreSQL database to use in place of the embedded one.`;

// Browsers, and Node's fetch, refuse to speak to these.
const refusedByBrowsers = [
  ...[1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566],
  ...[6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
];

/** What the command line asks for. @throws Error with a sentence */
export function readOptions(args: string[]): Options {
  const { values } = parsed(args);
  const port = whole('port', values.port, 1024, 65_000);
  const refused = Object.values(portsFrom(port)).find((one) => refusedByBrowsers.includes(one));
  if (refused)
    throw new Error(`--port ${port} would need port ${refused}, which browsers refuse. Take another.`);
  return {
    help: values.help,
    once: values.once,
    fresh: values.fresh,
    days: values.days === undefined ? null : whole('days', values.days, 1, 400),
    port,
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        once: { type: 'boolean', default: false },
        days: { type: 'string' },
        port: { type: 'string', default: '3000' },
        fresh: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message.split('. ')[0]}.\n\n${usage}`);
  }
}

function whole(name: string, text: string, low: number, high: number): number {
  const n = Number(text);
  if (text.trim() === '' || !Number.isInteger(n) || n < low || n > high)
    throw new Error(`--${name} takes a whole number from ${low} to ${high}.`);
  return n;
}
