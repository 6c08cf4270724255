'use client';

import { useEffect, useRef, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button, ButtonLink } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { controlClass, FieldFrame, useFieldIds } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { PageHeader } from '@/components/ui/page-header';
import { Progress } from '@/components/ui/progress';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import type { ImportDone } from '@/lib/tagrain/file/preview-shape';
import { type Choices, HowToRead } from './how-to-read.tsx';
import { type FieldLabel, MatchColumns } from './match-columns.tsx';
import { PreviewOutcome } from './preview-result.tsx';
import { type Busy, type ImportWay, useImport } from './use-import.ts';

type Props = {
  solutionId: string;
  currency: string;
  maxFileBytes: number;
  tooBigText: string;
  choices: Choices;
  fieldLabels: FieldLabel[];
};

/** Brings a till's export in: choose a file, match its columns, look at what would come in, import it. */
export function ImportScreen({ solutionId, choices, fieldLabels, ...limits }: Props) {
  const way = useImport(solutionId, limits);
  const { preview, answers, busy } = way;
  const resultRef = useRef<HTMLDivElement>(null);
  const set = way.change;

  // Counts the previews asked for: after each, the keyboard goes to what there is to read or to answer.
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (shown === 0) return;
    const missing = document.querySelector<HTMLElement>('#import-form [aria-invalid="true"]');
    (missing ?? resultRef.current)?.focus();
  }, [shown]);

  async function showPreview() {
    if (await way.previewNow()) setShown((before) => before + 1);
  }

  return (
    <>
      <PageHeader
        title="Import a file"
        intro="A CSV or JSON export of any till. You match its columns, see what would come in, and nothing is kept until you press Import."
      />
      {way.done && <Done done={way.done} solutionId={solutionId} />}
      <Form
        id="import-form"
        busy={busy !== null}
        onSubmit={(event) => {
          event.preventDefault();
          void showPreview();
        }}
      >
        <Section title="What to import">
          <ChooseFile way={way} />
        </Section>
        {preview && (
          <Section title="How to read it" intro={whatItIs(way)}>
            <HowToRead {...{ preview, answers, set, choices }} asked={way.asked} />
          </Section>
        )}
        {preview?.columns && (
          <Section title="Columns" intro="What we take each column for. Change what is wrong.">
            <MatchColumns {...{ preview, answers, set, fieldLabels }} asked={way.asked} />
          </Section>
        )}
        {way.file && preview && (
          <div className="flex flex-wrap items-center gap-3">
            <Button
              type="submit"
              look={preview.result && !way.stale ? 'secondary' : 'primary'}
              busy={busy === 'previewing'}
              disabled={busy !== null}
            >
              Preview
            </Button>
            {way.stale && preview.result && (
              <p className="text-muted">Your answers have changed since the preview. Press Preview again.</p>
            )}
            {way.asked && !way.stale && preview.questions.length > 0 && (
              <p role="status" className="text-danger">
                {preview.questions.length === 1 ? 'One answer is' : `${preview.questions.length} answers are`}{' '}
                still missing above.
              </p>
            )}
          </div>
        )}
      </Form>
      {busy === 'previewing' || busy === 'importing' ? <Waiting busy={busy} /> : null}
      {preview?.result && !way.stale && (
        <div ref={resultRef} tabIndex={-1} className="grid grid-cols-1 gap-5 outline-none">
          <Section title="Preview">
            <PreviewOutcome preview={preview} result={preview.result} />
          </Section>
          <Section title="Import it">
            <ImportIt way={way} />
          </Section>
        </div>
      )}
    </>
  );
}

const fileHint =
  'At most 20 MB and 200,000 rows. CSV separated by comma, semicolon, tab or |, in UTF-8 or UTF-16.';

function ChooseFile({ way }: { way: ImportWay }) {
  const ids = useFieldIds({ hint: fileHint });
  const { problem, preview, answers, busy } = way;
  const wrongEncoding = problem?.code === 'wrong_encoding';
  return (
    <div className="grid gap-4">
      <FieldFrame label="File" hint={fileHint} ids={ids} className="max-w-xl">
        <input
          {...ids.control}
          type="file"
          accept=".csv,.tsv,.txt,.json,text/csv,application/json"
          key={way.done ? 'next' : 'first'}
          className={`${controlClass} py-1.5 file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-2.5 file:py-1 file:text-ink`}
          onChange={(event) => way.chooseFile(event.target.files?.[0] ?? null)}
        />
      </FieldFrame>
      {busy === 'looking' && <Progress label="Looking through it" value={0} />}
      {problem && (
        <Alert
          kind="danger"
          title={problem.message}
          action={
            wrongEncoding && (
              <Button onClick={() => way.reread({ encoding: 'windows-1252' })}>Read as Windows-1252</Button>
            )
          }
        />
      )}
      {preview?.file.format === 'csv' && (
        <div className="grid max-w-xl gap-4 sm:grid-cols-2">
          <Select
            label="Columns are separated by"
            options={[
              { value: ',', label: 'Comma ,' },
              { value: ';', label: 'Semicolon ;' },
              { value: '\t', label: 'Tab' },
              { value: '|', label: 'Upright line |' },
            ]}
            value={answers.delimiter ?? preview.file.delimiter ?? ','}
            onChange={(event) => way.reread({ delimiter: event.target.value })}
          />
          <Select
            label="Characters"
            options={[
              { value: 'auto', label: 'As the file says' },
              { value: 'windows-1252', label: 'Windows-1252' },
            ]}
            value={answers.encoding ?? 'auto'}
            onChange={(event) => way.reread({ encoding: event.target.value as 'auto' })}
          />
        </div>
      )}
    </div>
  );
}

function whatItIs({ preview }: ImportWay): string {
  if (!preview) return '';
  const { format, encoding, unit } = preview.file;
  if (format === 'records')
    return 'The file holds records of the Tagrain feed: its columns need no matching.';
  const rows = (preview.rows ?? 0).toLocaleString('en');
  return `${rows} ${unit === 'line' ? 'rows' : 'records'} of ${format.toUpperCase()}, ${encoding.toUpperCase()}.`;
}

function Waiting({ busy }: { busy: Busy }) {
  return (
    <div className="max-w-md">
      <Progress label={busy === 'importing' ? 'Importing' : 'Reading every row'} value={0} />
    </div>
  );
}

function ImportIt({ way }: { way: ImportWay }) {
  const { preview, answers, busy } = way;
  const result = preview!.result!;
  const blocked = result.refusedCount > 0 && !answers.keepGood;
  return (
    <div className="grid gap-4">
      {result.refusedCount > 0 && (
        <Checkbox
          label={`Import the good rows, without the ${result.refusedCount.toLocaleString('en')} refused`}
          hint="Without this tick the file comes in as a whole or not at all."
          checked={answers.keepGood}
          onChange={(event) => way.setKeepGood(event.target.checked)}
        />
      )}
      {result.records === 0 ? (
        <p>No row of the file can come in.</p>
      ) : result.new === 0 ? (
        <p>All of it is stored already. Importing it again changes nothing.</p>
      ) : (
        <p>
          {result.new.toLocaleString('en')} new {result.new === 1 ? 'record' : 'records'} will be kept, in one
          go: if anything fails, none is.
        </p>
      )}
      <div>
        <Button
          look="primary"
          busy={busy === 'importing'}
          disabled={busy !== null || blocked || result.records === 0}
          onClick={() => void way.importNow()}
        >
          Import
        </Button>
      </div>
    </div>
  );
}

function Done({ done, solutionId }: { done: ImportDone; solutionId: string }) {
  const of = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
  const parts = [
    of(done.recordsNew, 'new record', 'new records'),
    `${done.recordsKnown.toLocaleString('en')} known already`,
    of(done.rowsRefused, 'row refused', 'rows refused'),
  ];
  return (
    <Alert
      kind="success"
      title="The file was imported"
      action={<ButtonLink href={`/solutions/${solutionId}/transactions`}>See transactions</ButtonLink>}
    >
      {parts.join(', ')}. The next sync takes them up.
    </Alert>
  );
}
