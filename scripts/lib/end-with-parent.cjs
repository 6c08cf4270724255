// Loaded first by every Node process that `children.ts` starts; with `--require`, since Node 20.9 starts no program without a file
// name extension (Next's command) after `--import`. Its standard input is a pipe from the one who started
// it: when that one is gone, however it went, the pipe closes and this process ends with all of its group.
const { isMainThread } = require('node:worker_threads');

const INSIST_AFTER_MS = 8_000;
const mark = 'ENDS_WITH_PARENT';

// Threads and processes that this one starts get the same `--require`, but neither the mark nor the pipe.
if (isMainThread && process.env[mark]) {
  delete process.env[mark];
  process.stdin.once('close', endGroup);
  process.stdin.resume();
  process.stdin.unref();
}

function endGroup() {
  if (process.platform === 'win32') process.exit(143);
  // 0 is the own process group, which `children.ts` gives to each.
  setTimeout(() => process.kill(0, 'SIGKILL'), INSIST_AFTER_MS).unref();
  process.kill(0, 'SIGTERM');
}
