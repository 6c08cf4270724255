// Loaded first by a portal under test: its clock goes wrong by as many milliseconds as the file in CLOCK_SKEW_FILE says, from the moment
// that it says so. What the portal reads of time must not matter; the database's clock is the one that counts.
const { readFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const file = process.env.CLOCK_SKEW_FILE;
if (isMainThread && file) {
  let skewMs = 0;
  const RealDate = Date;
  const now = RealDate.now;
  // biome-ignore lint/suspicious/noGlobalAssign: the clock that goes wrong is the whole process's
  Date = class extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(now() + skewMs);
      else super(...args);
    }
    static now() {
      return now() + skewMs;
    }
  };
  // Next.js makes a Date of its own of what this one has, not of what it inherits.
  for (const name of ['UTC', 'parse']) Date[name] = RealDate[name];
  setInterval(() => {
    skewMs = Number(readFileSync(file, 'utf8')) || 0;
  }, 50).unref();
}
