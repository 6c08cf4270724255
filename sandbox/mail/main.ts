import { parseArgs } from 'node:util';
import { startMailSandbox } from './server.ts';

/** The command line of the mail stand-in. */

const { values } = parseArgs({
  options: {
    'smtp-port': { type: 'string', default: '4025' },
    'http-port': { type: 'string', default: '4003' },
    data: { type: 'string' },
  },
});

const sandbox = await startMailSandbox({
  smtpPort: Number(values['smtp-port']),
  httpPort: Number(values['http-port']),
  dataDir: values.data,
});
console.log(`Mail stand-in: ${sandbox.url}, ${sandbox.smtpUrl}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
}
