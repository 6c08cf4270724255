import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import { beginImportFile, endImportFile, type KnownOutlet, lockImports } from '@/db/queries/import-files';
import { knowOutlets } from '@/db/queries/outlets';
import { keepRawRecords, type RawRecordToKeep } from '@/db/queries/raw-records';
import type { Scope } from '@/db/queries/scope';
import { Failure } from '@/lib/http/failure';
import { fields } from '@/lib/tagrain/file/fields';
import type { Names } from '@/lib/tagrain/file/names';
import type { OpenedFile } from '@/lib/tagrain/file/open';
import type { ImportOptions } from '@/lib/tagrain/file/options';
import type { ImportDone } from '@/lib/tagrain/file/preview-shape';
import type { StoreOutcome } from './against-store.ts';
import { openUpload, type Read, readThrough, withFileRefusals } from './read.ts';
import type { Upload } from './upload.ts';

/**
 * Imports a file: all that the preview showed, or nothing. Everything is written in one transaction, and only what was seen: when
 * file, answers or what is stored have changed since the preview, it is refused.
 * @throws Failure
 */
export function commitImport(db: Db, who: Scope & { personId: string }, upload: Upload): Promise<ImportDone> {
  return withFileRefusals(() =>
    db.transaction(async (dbTx) => {
      const scope = { retailerId: who.retailerId, solutionId: who.solutionId };
      await lockImports(dbTx, scope);
      const { file, outlets } = await openUpload(dbTx, scope, upload);
      if (file.questions.length > 0) {
        const question = file.questions[0]!;
        throw new Failure(422, question.code, question.text, question.option);
      }
      const importFileId = await beginImportFile(dbTx, scope, {
        name: upload.name,
        sha256: upload.sha256,
        personId: who.personId,
      });
      let recordsNew = 0;
      const read = await readThrough(dbTx, scope, upload, file, async (batch) => {
        recordsNew += await keepBatch(dbTx, scope, importFileId, batch);
      });
      refuseSurprises(read, upload);
      await knowOutlets(dbTx, scope, outletsToKnow(read.names, outlets, upload.options));
      const done = {
        recordsNew,
        recordsKnown: read.tally.records - recordsNew,
        rowsRefused: read.tally.refusedCount,
      };
      await endImportFile(dbTx, scope, importFileId, {
        columns: howItWasRead(file, upload.options, read.names),
        ...done,
      });
      await appendEvent(dbTx, {
        ...scope,
        personId: who.personId,
        kind: 'file_imported',
        text: `${upload.name} was imported: ${done.recordsNew} new records, ${done.recordsKnown} known already, ${done.rowsRefused} rows refused.`,
        data: { importFileId, ...done },
      });
      return done;
    }),
  );
}

/** Keeps the new ones of a batch. @returns how many were new */
async function keepBatch(
  dbTx: Db,
  scope: Scope,
  importFileId: number,
  batch: StoreOutcome[],
): Promise<number> {
  const records: RawRecordToKeep[] = batch.flatMap(({ outcome, stored, bodyHash }) => {
    if (outcome.kind !== 'record' || stored || bodyHash === null) return [];
    const { outlet, id, version } = outcome.record;
    return [{ outlet, id, version, bodyJson: JSON.stringify(outcome.record), bodyHash }];
  });
  const kept = await keepRawRecords(dbTx, { ...scope, source: 'file', importFileId }, records);
  // Compared a moment ago: it came by another way in between. Nothing is kept, and the next preview will show it.
  if (kept.conflicts.length > 0) throw changed();
  return kept.new;
}

const changed = () =>
  new Failure(
    409,
    'preview_outdated',
    'The file, your answers or what is stored have changed since the preview. Press Preview again and look it over.',
  );

function refuseSurprises(read: Read, { options, previewSha256 }: Upload): void {
  if (read.previewSha256 !== previewSha256) throw changed();
  if (read.tally.refusedCount > 0 && !options.keepGood) {
    throw new Failure(
      422,
      'rows_refused',
      `${read.tally.refusedCount} rows are refused, and you chose to import the file only as a whole. Nothing was imported.`,
      'keepGood',
    );
  }
  if (read.tally.records === 0)
    throw new Failure(
      422,
      'nothing_to_import',
      'No row of the file can come in. Nothing was imported.',
      'file',
    );
}

/** New outlets and registers. A known outlet keeps what the till says of it; only a new register is added to it. */
function outletsToKnow(names: Names, known: readonly KnownOutlet[], options: ImportOptions) {
  return [...new Map([...names.outlets.values()].map((o) => [o.id, o])).values()].flatMap((outlet) => {
    const before = known.find((k) => k.id === outlet.id);
    const registers = [...names.registers.values()]
      .filter((r) => r.outlet === outlet.id && r.isNew)
      .map((r) => ({ tillId: r.id, name: r.name }));
    if (before && registers.length === 0) return [];
    return [
      {
        tillId: outlet.id,
        name: outlet.name,
        timeZone: before?.timeZone ?? options.timeZone!,
        dayCutoff: before?.dayCutoff ?? options.dayCutoff,
        registers: [...new Map(registers.map((r) => [r.tillId, r])).values()],
      },
    ];
  });
}

/** Kept with the file, so that years later it can be said how a row became a receipt, and what its words meant. */
function howItWasRead({ table, look }: OpenedFile, options: ImportOptions, names: Names) {
  const columns = look?.settings.columns;
  return {
    heads: columns
      ? Object.fromEntries(
          fields.flatMap((field) => (columns[field] === null ? [] : [[field, table.heads[columns[field]!]]])),
        )
      : {},
    format: table.format,
    encoding: table.encoding,
    options,
    rowIs: look?.rowIs ?? null,
    prices: look?.prices ?? null,
    paymentTypes: [...names.payments.values()],
    taxes: [...names.taxes.values()],
  };
}
