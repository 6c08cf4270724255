/** The command: node --import tsx sandbox/xero/main.ts --port 4010 --data DIR --settings JSON --record FILE */
import { parseArgs } from 'node:util';
import { startXeroSandbox } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    data: { type: 'string' },
    'public-url': { type: 'string' },
    settings: { type: 'string', default: '{}' },
    record: { type: 'string' },
  },
});

const sandbox = await startXeroSandbox({
  port: Number(values.port),
  dataDir: values.data,
  publicUrl: values['public-url'],
  settings: JSON.parse(values.settings),
  recordFile: values.record,
});
console.log(`Xero sandbox listening on ${sandbox.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    sandbox.stop().then(() => process.exit(0));
  });
}
