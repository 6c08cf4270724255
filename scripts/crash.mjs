// `npm run test:crash`: plain Node, so that it runs in a fresh clone; the rest starts once the packages are installed.
import { ensureInstalled, runToEnd } from './lib/entry.mjs';

ensureInstalled();
runToEnd(['--import', 'tsx', 'scripts/crash/main.ts', ...process.argv.slice(2)]);
