import type { Db } from '@/db/client';
import { type EarlierImport, earlierImport, type KnownOutlet } from '@/db/queries/import-files';
import type { Scope } from '@/db/queries/scope';
import { Failure } from '@/lib/http/failure';
import { canonicalJson, sha256Hex } from '@/lib/tagrain/canonical';
import type { Names } from '@/lib/tagrain/file/names';
import { type OpenedFile, openFile } from '@/lib/tagrain/file/open';
import { readOutcomes } from '@/lib/tagrain/file/outcomes';
import { FileRefused } from '@/lib/tagrain/file/refused';
import { Tallier, type Tally } from '@/lib/tagrain/file/tally';
import { againstStore, type StoreOutcome } from './against-store.ts';
import { knownOf } from './known.ts';
import type { Upload } from './upload.ts';

/** Turns the refusal of a whole file into an answer for the person. */
export async function withFileRefusals<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new Failure(error.code === 'too_big' ? 413 : 422, error.code, error.message, 'file');
  }
}

export type Opened = { file: OpenedFile; outlets: KnownOutlet[]; earlier: EarlierImport | null };

export async function openUpload(db: Db, scope: Scope, upload: Upload): Promise<Opened> {
  const known = await knownOf(db, scope);
  const file = await openFile(upload.bytes, upload.options, known);
  return { file, outlets: known.outlets, earlier: await earlierImport(db, scope, upload.sha256) };
}

/** What was read: the tally, how much of it is stored, and a hash that stands for all that was shown. */
export type Read = { tally: Tally; known: number; names: Names; previewSha256: string };

/**
 * Reads an opened file through, comparing it with what is stored.
 * @param keep is given each batch; the preview gives none
 */
export async function readThrough(
  db: Db,
  scope: Scope,
  upload: Upload,
  file: OpenedFile,
  keep: (batch: StoreOutcome[], names: Names) => Promise<void> = async () => {},
): Promise<Read> {
  const { names, outcomes } = readOutcomes(file);
  const tallier = new Tallier();
  let known = 0;
  for await (const batch of againstStore(db, scope, outcomes)) {
    for (const { outcome, stored } of batch) {
      tallier.add(outcome);
      if (stored) known += 1;
    }
    await keep(batch, names);
  }
  const tally = tallier.result();
  // Whether good rows come in without the refused ones is decided after the preview, on what it shows.
  const options = { ...upload.options, keepGood: null };
  const previewSha256 = sha256Hex(canonicalJson({ file: upload.sha256, options, tally }));
  return { tally, known, names, previewSha256 };
}
