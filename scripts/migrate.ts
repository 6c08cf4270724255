import { whyNotUsable } from './lib/database-address.ts';
import { migrateDatabase } from './lib/migrate.ts';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error('DATABASE_URL is missing: the address of the PostgreSQL database, postgres://…');
  process.exit(1);
}
const wrong = await whyNotUsable(url);
if (wrong) {
  console.error(wrong);
  process.exit(1);
}
await migrateDatabase(url);
console.log('The database is up to date.');
