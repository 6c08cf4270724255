import { stopAll } from './children.ts';

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * A command's whole life: does its work, then stops all that it started and ends with its code. Ctrl-C (or another wish to end, or
 * the end of whoever started this) stops everything at any moment, says so in one line, and ends with 128 + the signal; further
 * ones change nothing.
 */
export async function runStoppable(work: () => Promise<number>): Promise<never> {
  // A terminal that was closed takes no more lines; what was started is to be stopped all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let isWorking = true;
  const stopped = new Promise<number>((resolve) => {
    for (const [name, number] of Object.entries(signals)) process.on(name, () => resolve(128 + number));
    process.on('disconnect', () => resolve(128 + signals.SIGHUP));
    process.channel?.unref();
  }).then((code) => {
    if (isWorking) console.log('\nStopping everything …');
    isWorking = false;
    return code;
  });
  const fail = (error: unknown) => {
    // What fails while it is being stopped fails for that.
    if (isWorking) console.error(error instanceof Error ? error.message : String(error));
    return 1;
  };
  const crashed = new Promise<number>((resolve) => {
    process.on('uncaughtException', (error) => resolve(fail(error)));
  });
  const code = await Promise.race([stopped, crashed, work().catch(fail)]);
  isWorking = false;
  await stopAll();
  process.exit(code);
}
