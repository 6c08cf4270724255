import { writeFile } from 'node:fs/promises';
import { pages } from './pages.ts';

/** Writes the pages of docs/ that are made from the code. */
for (const { file, text } of pages()) {
  await writeFile(file, text);
  console.log(`Wrote ${file.pathname.split('/').slice(-2).join('/')}.`);
}
