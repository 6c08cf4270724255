import nextEnv from '@next/env';
import { readEnv } from '../lib/env.ts';

/** Before the portal starts: every variable that is missing or wrong, by name. Reads the .env files that Next reads. */
nextEnv.loadEnvConfig(process.cwd(), false, { info: () => {}, error: console.error });
try {
  readEnv(process.env);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
