// Loaded first by the portal in the bench `idle`: at SIGUSR2 it writes down which files Node has loaded so far.
const { renameSync, writeFileSync } = require('node:fs');
const { _cache: loaded } = require('node:module');

process.on('SIGUSR2', () => {
  const file = process.env.BENCH_LOADED_FILE;
  writeFileSync(`${file}.making`, JSON.stringify(Object.keys(loaded)));
  renameSync(`${file}.making`, file);
});
