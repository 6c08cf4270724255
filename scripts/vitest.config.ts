import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    include: ['{lib,db,sandbox,app,components,scripts,bench}/**/*.test.ts'],
    globalSetup: ['scripts/test/global-postgres.ts'],
    // For what hangs. Whole journeys of records to Xero take a few seconds each, and many times that where a small machine does much else.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
