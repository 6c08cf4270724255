import nextEnv from '@next/env';
import { readEnv } from '../lib/env.ts';
import { whyNotUsable } from './lib/database-address.ts';

/** Before the portal starts: every variable that is missing or wrong, by name, and a database that cannot be used. Reads the .env files that Next reads. */
nextEnv.loadEnvConfig(process.cwd(), false, { info: () => {}, error: console.error });
try {
  const wrong = await whyNotUsable(readEnv(process.env).DATABASE_URL);
  if (wrong) throw new Error(wrong);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
