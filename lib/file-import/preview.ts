import type { Db } from '@/db/client';
import type { Scope } from '@/db/queries/scope';
import { dateChoices } from '@/lib/tagrain/file/dates';
import type { OpenedFile } from '@/lib/tagrain/file/open';
import type { ImportPreview } from '@/lib/tagrain/file/preview-shape';
import { openUpload, readThrough, withFileRefusals } from './read.ts';
import type { Upload } from './upload.ts';

/** Looks through a file: what was understood, what must be asked, and, once nothing is open, what would come in. Writes nothing. */
export function previewImport(db: Db, scope: Scope, upload: Upload): Promise<ImportPreview> {
  return withFileRefusals(async () => {
    const { file, outlets, earlier } = await openUpload(db, scope, upload);
    const read = file.questions.length === 0 ? await readThrough(db, scope, upload, file) : null;
    const isNew = new Set(
      read ? [...read.names.outlets.values()].filter((o) => o.isNew).map((o) => o.id) : [],
    );
    return {
      file: {
        name: upload.name,
        bytes: upload.bytes.length,
        format: file.table.format,
        encoding: file.table.encoding,
        delimiter: file.table.delimiter,
        unit: file.table.unit,
        linesAbove: file.table.linesAbove,
      },
      ...matching(file),
      questions: file.questions,
      earlier,
      knownOutlets: outlets.map(({ id, name, timeZone }) => ({ id, name, timeZone })),
      result: read && {
        ...read.tally,
        known: read.known,
        new: read.tally.records - read.known,
        newOutlets: [...isNew],
        paymentKinds: [...read.names.payments.values()],
        taxNames: [...read.names.taxes.values()],
        previewSha256: read.previewSha256,
      },
    };
  });
}

function matching({
  table,
  look,
}: OpenedFile): Pick<
  ImportPreview,
  'rows' | 'heads' | 'columns' | 'matchedBy' | 'dates' | 'decimals' | 'rowIs' | 'totalIs' | 'kinds'
> {
  if (!look) {
    return {
      rows: null,
      heads: [],
      columns: null,
      matchedBy: {},
      dates: null,
      decimals: null,
      rowIs: null,
      totalIs: null,
      kinds: [],
    };
  }
  const { survey, settings, ids } = look;
  const dateColumn = settings.columns.date;
  const marks = survey.columns.map((c) => c.marks);
  return {
    rows: survey.rows,
    heads: table.heads.map((name, index) => ({ index, name, samples: survey.columns[index]!.samples })),
    columns: settings.columns,
    matchedBy: settings.matchedBy,
    dates:
      settings.dateAsked && dateColumn !== null
        ? { choices: dateChoices(survey.columns[dateColumn]!.dates), chosen: settings.dateOrder }
        : null,
    decimals: settings.markAsked
      ? {
          chosen: settings.mark,
          examples: marks
            .flatMap((m) => [m.examples['.'], m.examples[','], m.example])
            .filter((e): e is string => !!e)
            .slice(0, 3),
        }
      : null,
    rowIs: look.rowIsMatters ? { chosen: look.rowIs, repeated: ids.repeated } : null,
    totalIs: look.rowIs === 'line' ? { chosen: look.totalIs } : null,
    kinds: [...settings.kinds].map(([value, kind]) => ({ value, kind })),
  };
}
