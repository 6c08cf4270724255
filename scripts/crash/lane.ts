import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import { migrateDatabase } from '../lib/migrate.ts';
import { freePort } from '../lib/ports.ts';
import { type RunningPostgres, startPostgres } from '../lib/postgres.ts';
import { startStandIns } from '../lib/stand-ins.ts';
import { Portal } from './portal.ts';
import { portalsXeroSettings, syncSettings, xeroSettings } from './waits.ts';

/** All that one seed after another runs on: a database, the stand-ins, and two portal processes. */
export type Lane = {
  /** The address that retailers know. */
  publicUrl: string;
  xeroUrl: string;
  tillUrl: string;
  cronSecret: string;
  databaseUrl: string;
  /** Asks the portal's database, to know when something may go wrong; the checker never does. */
  ask<T extends object>(text: string, values: (string | number)[]): Promise<T[]>;
  portals: readonly [Portal, Portal];
  restartDatabase(): Promise<void>;
  stop(): Promise<void>;
};

/** @param folder of the built portal */
export async function startLane(dataDir: string, folder: string): Promise<Lane> {
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, 0o755);
  const [a, b, xero, till, mail, smtp, db] = await Promise.all(Array.from({ length: 7 }, freePort));
  const place = { dataDir: path.join(dataDir, 'postgres'), port: db! };
  const ports = { xero: xero!, till: till!, mail: mail!, smtp: smtp! };
  const startingStandIns = startStandIns({ ports, dataDir: null, xeroSettings });
  let server: RunningPostgres = await startPostgres(place);
  await server.createDatabase('oneenterprise');
  const databaseUrl = server.urlOf('oneenterprise');
  const migrating = migrateDatabase(databaseUrl);
  const standIns = await startingStandIns;
  const random = () => randomBytes(32).toString('base64');
  const cronSecret = random();
  const publicUrl = `http://localhost:${a}`;
  const environment = {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: publicUrl,
    NEXTAUTH_SECRET: random(),
    ENCRYPTION_KEY: random(),
    CRON_SECRET: cronSecret,
    XERO_LOGIN_URL: standIns.xeroUrl,
    XERO_IDENTITY_URL: standIns.xeroUrl,
    XERO_API_URL: standIns.xeroUrl,
    ...{ XERO_CLIENT_ID: '', XERO_CLIENT_SECRET: '' },
    TAGRAIN_URL: `${standIns.tillUrl}/{business}`,
    SMTP_URL: standIns.smtpUrl,
    MAIL_FROM: 'OneEnterprise <no-reply@oneenterprise.example>',
    SYNC_SETTINGS: JSON.stringify(syncSettings),
    XERO_SETTINGS: JSON.stringify(portalsXeroSettings),
  };
  const portals = [
    new Portal('A', a!, folder, dataDir, environment),
    new Portal('B', b!, folder, dataDir, environment),
  ] as const;
  await Promise.all([migrating, ...portals.map((p) => p.ready())]);
  const { xeroUrl, tillUrl } = standIns;
  return {
    ...{ publicUrl, xeroUrl, tillUrl, cronSecret, databaseUrl, portals },
    async ask<T extends object>(text: string, values: (string | number)[]) {
      const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
      return (await client.unsafe(text, values).finally(() => client.end())) as unknown as T[];
    },
    async restartDatabase() {
      await server.stop();
      server = await startPostgres(place);
    },
    async stop() {
      await Promise.all(portals.map((p) => p.stop()));
      await standIns.stop();
      await server.stop();
    },
  };
}
