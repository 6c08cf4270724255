import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'oneenterprise-failpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Passes a step three times in a process of its own, and says so each time. */
function pass(orders: string | null) {
  const file = path.join(folder, 'orders');
  if (orders !== null) writeFileSync(file, orders);
  const script = `import { passes } from './lib/failpoint/failpoint.ts';
    (async () => { for (let n = 1; n <= 3; n++) { await passes('intent_noted'); console.log(n); } })();`;
  const { FAILPOINTS: _unset, ...env } = process.env;
  const { signal, status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { env: { ...env, ...(orders !== null && { FAILPOINTS: file }) }, encoding: 'utf8' },
  );
  return { signal, status, said: stdout.split('\n').filter(Boolean), stderr };
}

test('without its variable a step does nothing', () => {
  expect(pass(null)).toMatchObject({ signal: null, status: 0, said: ['1', '2', '3'] });
});

test('an ordered step ends the process at that passing, at once', () => {
  expect(pass('page_kept 1 kill\nintent_noted 3 kill')).toMatchObject({
    signal: 'SIGKILL',
    said: ['1', '2'],
  });
});

test('a held step goes on after its time', () => {
  const began = performance.now();
  expect(pass('intent_noted 2 hold 1200')).toMatchObject({ status: 0, said: ['1', '2', '3'] });
  expect(performance.now() - began).toBeGreaterThan(1200);
});

test('an order for a step that there is not is said to be none', () => {
  expect(pass('intent_notted 1 kill').stderr).toContain('no order for a failpoint: intent_notted 1 kill');
});
