import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../scripts/test/database.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.close();
});

/** What a fresh process prints that runs this. */
async function print(script: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { env: { ...process.env, DATABASE_URL: database.url } },
  );
  return JSON.parse(stdout);
}

const filesOfXeroNode = `Object.keys((await import('node:module')).default._cache).filter((file) => file.includes('xero-node')).length`;

test('where nothing is due, the cron route’s work does not load xero-node', async () => {
  const [idle, working] = (await print(`
    const { openDatabase } = await import('./db/client.ts');
    const { syncWhatIsDue } = await import('./lib/sync/cron.ts');
    const { db, close } = openDatabase(process.env.DATABASE_URL);
    await syncWhatIsDue(db);
    await close();
    const idle = ${filesOfXeroNode};
    // That it would be seen:
    await import('xero-node/dist/gen/api/accountingApi.js');
    console.log(JSON.stringify([idle, ${filesOfXeroNode}]));`)) as [number, number];
  expect(idle).toBe(0);
  expect(working).toBeGreaterThan(0);
});
