'use client';

import { Badge } from '@/components/ui/badge';
import { Select } from '@/components/ui/select';
import { Table, Td, Th } from '@/components/ui/table';
import type { ImportPreview } from '@/lib/tagrain/file/preview-shape';
import { type Answers, errorOf, type SetAnswers } from './answers.ts';

export type FieldLabel = { field: string; label: string };

const guessedBy = { head: 'by its head', content: 'by its content', person: 'by you' };

/** Our fields, each with the column of the file that was taken for it; each guess can be changed. */
export function MatchColumns({
  preview,
  answers,
  asked,
  set,
  fieldLabels,
}: {
  preview: ImportPreview;
  answers: Answers;
  asked: boolean;
  set: SetAnswers;
  fieldLabels: FieldLabel[];
}) {
  const columns = preview.columns;
  if (!columns) return null;
  const guessed = columns as Record<string, number | null>;
  const options = preview.heads.map(({ index, name }) => ({
    value: String(index),
    label: name || `Column ${index + 1}`,
  }));
  return (
    <Table label="Columns of the file and what they mean">
      <thead>
        <tr>
          <Th>Our field</Th>
          <Th>Column of the file</Th>
          <Th>For example</Th>
        </tr>
      </thead>
      <tbody>
        {fieldLabels.map(({ field, label }) => {
          const chosen = field in answers.columns ? answers.columns[field]! : (guessed[field] ?? null);
          const by =
            field in answers.columns ? 'person' : preview.matchedBy[field as keyof typeof preview.matchedBy];
          return (
            <tr key={field}>
              <Th scope="row" className="min-w-28 font-normal whitespace-normal">
                {label}
              </Th>
              <Td className="min-w-44">
                <Select
                  label={label}
                  labelHidden
                  placeholder="Not in the file"
                  options={options}
                  value={chosen === null ? '' : String(chosen)}
                  error={errorOf(preview, asked, `columns.${field}`)}
                  onChange={(event) => {
                    const index = event.target.value === '' ? null : Number(event.target.value);
                    set({ columns: { ...answers.columns, [field]: index } });
                  }}
                />
              </Td>
              <Td className="min-w-40 text-muted">
                {chosen !== null && (
                  <>
                    <span className="mr-2">{preview.heads[chosen]?.samples.join(' · ')}</span>
                    {by && by !== 'head' && <Badge>{guessedBy[by]}</Badge>}
                  </>
                )}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
