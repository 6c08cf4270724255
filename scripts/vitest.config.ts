import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    include: ['{lib,db,sandbox,app,components,scripts,bench}/**/*.test.ts'],
    globalSetup: ['scripts/test/global-postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
