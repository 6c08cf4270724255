import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { buildPortal } from '../scripts/lib/build.ts';
import { startNode } from '../scripts/lib/node-process.ts';
import { freePort } from '../scripts/lib/ports.ts';
import { connectedRetailer } from '../scripts/test/connected-retailer.ts';
import type { Figure } from './figures.ts';
import { type Say, withBench } from './setup.ts';

const WARM_CALLS = 200;

/**
 * The cron route of the production build when nothing is due: its first call after the start, later ones, and whether xero-node was
 * loaded for it. The proof can fail: with a solution that has work, the same process does load it.
 */
export async function benchIdle(say: Say): Promise<Figure[]> {
  await buildPortal(say);
  return withBench({}, async (bench) => {
    await connectedRetailer(bench.db, bench.standIns, { days: 1 });
    await bench.db.execute(sql`update solution set due_at = 'infinity'`);
    const folder = await mkdtemp(path.join(tmpdir(), 'oneenterprise-idle-'));
    try {
      const port = await freePort();
      // The very first call shall be ours: ready means that the port is open.
      const loadedFile = path.join(folder, 'loaded');
      const portal = await startNode(
        'the portal',
        ['node_modules/next/dist/bin/next', 'start', '-p', String(port)],
        {
          isReady: () => opens(port),
          env: {
            ...{ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
            NODE_OPTIONS: `--require ${path.resolve('bench/tell-loaded.cjs')}`,
            BENCH_LOADED_FILE: loadedFile,
          },
        },
      );
      const call = async () => {
        const began = performance.now();
        const response = await fetch(`http://localhost:${port}/api/cron/sync`, {
          headers: { authorization: `Bearer ${process.env.CRON_SECRET}` },
        });
        const { solutions } = (await response.json()) as { solutions: unknown[] };
        return { ms: performance.now() - began, worked: solutions.length };
      };
      const cold = await call();
      const warm: number[] = [];
      for (let i = 0; i < WARM_CALLS; i++) warm.push((await call()).ms);
      warm.sort((a, b) => a - b);
      const [median, p95] = [warm[WARM_CALLS / 2]!, warm[Math.floor(WARM_CALLS * 0.95)]!];
      say(
        `nothing due: first call after the start ${cold.ms.toFixed(0)} ms, then ${median.toFixed(1)} ms (median of ${WARM_CALLS}; 95 % within ${p95.toFixed(1)} ms): cold ÷ warm ${(cold.ms / median).toFixed(0)}`,
      );
      const loaded = await filesOfXeroNode(portal.pid, loadedFile);
      say(`files of xero-node loaded: ${loaded}`);
      await bench.db.execute(sql`update solution set due_at = now()`);
      const { worked } = await call();
      const loadedAtWork = await filesOfXeroNode(portal.pid, loadedFile);
      say(`for comparison, after a call that worked on ${worked} solution: ${loadedAtWork}`);
      await portal.stop();
      return [
        {
          ...{ figure: 'nothing due: first call ÷ later ones', bar: 'told' },
          seen: `${cold.ms.toFixed(0)} ÷ ${median.toFixed(1)} ms`,
        },
        { figure: 'files of xero-node loaded by it', bar: '0', seen: String(loaded) },
        { figure: 'the same, where there was work', bar: 'told', seen: String(loadedAtWork) },
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

/** How many files of xero-node a process has loaded, as `tell-loaded.cjs` in it says. */
async function filesOfXeroNode(pid: number, loadedFile: string): Promise<number> {
  await rm(loadedFile, { force: true });
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(loadedFile)) await pause(50);
  const files = JSON.parse(await readFile(loadedFile, 'utf8')) as string[];
  return files.filter((file) => /[\\/]xero-node[\\/]/.test(file)).length;
}

const opens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
