import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Where PostgreSQL can keep its files. Started by root, it runs as a user of its own, who must be able to enter every folder above
 * its data: a checkout in root's home is closed to him. Then the data go under the system's folder for temporary files, named
 * after the checkout.
 */
export async function placeForPostgres(wanted: string): Promise<{ dataDir: string; moved: boolean }> {
  const dataDir = path.resolve(wanted);
  if (process.getuid?.() !== 0 || (await everyoneMayEnter(path.dirname(dataDir))))
    return { dataDir, moved: false };
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const elsewhere = path.join(tmpdir(), `oneenterprise-${name}`, 'postgres');
  await mkdir(path.dirname(elsewhere), { recursive: true, mode: 0o755 });
  return { dataDir: elsewhere, moved: true };
}

async function everyoneMayEnter(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const above = path.dirname(folder);
  return above === folder || everyoneMayEnter(above);
}
