import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Child, stopAll } from './children.ts';
import { migrateDatabase } from './migrate.ts';
import { answersAt, startNode } from './node-process.ts';
import { requireFree } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { placeForPostgres } from './postgres-place.ts';
import { startStandIns } from './stand-ins.ts';

export type Ports = {
  portal: number;
  xero: number;
  till: number;
  mail: number;
  smtp: number;
  postgres: number;
};

/** The ports of a stack that starts at `base`: the portal there, the rest right above it. */
export const portsFrom = (base: number): Ports => ({
  portal: base,
  xero: base + 1,
  till: base + 2,
  mail: base + 3,
  smtp: base + 4,
  postgres: base + 5,
});

export type Stack = {
  portalUrl: string;
  xeroUrl: string;
  tillUrl: string;
  mailUrl: string;
  databaseUrl: string;
  cronSecret: string;
  portal: Child;
  /** Environment of the portal, for whoever has to start it again. */
  environment: Record<string, string>;
  stop(): Promise<void>;
};

/**
 * Starts everything on this machine: PostgreSQL (unless `databaseUrl` is given), the stand-ins for Xero, Tagrain and mail, and the
 * portal's production build. All of it is stopped by `stop`, after which this process
 * starts nothing more.
 */
export async function startStack(options: {
  dataDir: string;
  ports: Ports;
  databaseUrl?: string;
  xeroSettings?: Record<string, unknown>;
  environment?: Record<string, string>;
  say?: (line: string) => void;
}): Promise<Stack> {
  const { dataDir, ports, say = () => {} } = options;
  await mkdir(dataDir, { recursive: true });
  try {
    const { postgres: postgresPort, ...others } = ports;
    await requireFree(options.databaseUrl ? others : { ...others, postgres: postgresPort });
    let { databaseUrl } = options;
    if (!databaseUrl) {
      const place = await placeForPostgres(path.join(dataDir, 'postgres'));
      if (place.moved)
        say(`PostgreSQL keeps its files under ${place.dataDir}: its own user may not enter this folder.`);
      const server = await startPostgres({ dataDir: place.dataDir, port: ports.postgres });
      await server.createDatabase('oneenterprise');
      databaseUrl = server.urlOf('oneenterprise');
      say(`PostgreSQL listens on port ${ports.postgres}.`);
    }
    await migrateDatabase(databaseUrl);
    say('The database is up to date.');

    const portalUrl = `http://localhost:${ports.portal}`;
    const standIns = await startStandIns({ ports, dataDir, portalUrl, xeroSettings: options.xeroSettings });
    const { xeroUrl, tillUrl, mailUrl, smtpUrl } = standIns;
    say(
      `The stand-ins listen: Xero ${ports.xero}, Tagrain ${ports.till}, mail ${ports.mail} (SMTP ${ports.smtp}).`,
    );

    const secrets = await keptSecrets(dataDir);
    const environment: Record<string, string> = {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: databaseUrl,
      NEXTAUTH_URL: portalUrl,
      XERO_LOGIN_URL: xeroUrl,
      XERO_IDENTITY_URL: xeroUrl,
      XERO_API_URL: xeroUrl,
      XERO_CLIENT_ID: '',
      XERO_CLIENT_SECRET: '',
      TAGRAIN_URL: `${tillUrl}/{business}`,
      SMTP_URL: smtpUrl,
      MAIL_FROM: 'OneEnterprise <no-reply@oneenterprise.example>',
      ...secrets,
      ...options.environment,
    };
    const portal = await startPortal(ports.portal, environment);
    say(`The portal listens on port ${ports.portal}.`);
    return {
      ...{ portalUrl, xeroUrl, tillUrl, mailUrl, databaseUrl, portal, environment },
      stop: stopAll,
      cronSecret: secrets.CRON_SECRET,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Starts the production build that `next build` left. */
export const startPortal = (port: number, environment: Record<string, string>): Promise<Child> =>
  startNode('the portal', ['node_modules/next/dist/bin/next', 'start', '-p', String(port)], {
    isReady: answersAt(`http://localhost:${port}/sign-in`),
    env: environment,
  });

/** Secrets of a local stack, made once and kept beside its data: another key would make the kept data unreadable. */
async function keptSecrets(dataDir: string) {
  const file = path.join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    const random = () => randomBytes(32).toString('base64');
    const made = {
      NEXTAUTH_SECRET: random(),
      ENCRYPTION_KEY: random(),
      CRON_SECRET: randomBytes(24).toString('hex'),
    };
    await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(await readFile(file, 'utf8')) as {
    NEXTAUTH_SECRET: string;
    ENCRYPTION_KEY: string;
    CRON_SECRET: string;
  };
}
