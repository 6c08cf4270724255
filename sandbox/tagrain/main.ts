import { parseArgs } from 'node:util';
import { startTagrainSandbox } from './server.ts';

/** The command line of the till stand-in; README.md lists the flags. */

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4002' },
    data: { type: 'string' },
    portal: { type: 'string' },
    public: { type: 'string' },
    business: { type: 'string' },
    seed: { type: 'string' },
    days: { type: 'string', default: '30' },
    country: { type: 'string', default: 'AU' },
    extras: { type: 'boolean', default: false },
  },
});

const sandbox = await startTagrainSandbox({
  port: Number(values.port),
  dataDir: values.data,
  publicUrl: values.public,
  portalUrl: values.portal,
});
console.log(`Tagrain stand-in: ${sandbox.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
}

if (values.business) {
  const { business, seed, country, extras } = values;
  // Not the public address: that one may lie behind something that is not up yet.
  const response = await fetch(`${sandbox.localUrl}/sandbox/businesses`, {
    method: 'POST',
    body: JSON.stringify({ business, seed, country, extras, days: Number(values.days) }),
  });
  const answer = (await response.json()) as { message?: string; url?: string };
  // 409: it is there from an earlier run, which is what a second start wants.
  if (response.ok) console.log(`${business}: ${answer.url}`);
  else if (response.status !== 409) {
    console.error(answer.message);
    process.exitCode = 1;
    await sandbox.stop();
  }
}
