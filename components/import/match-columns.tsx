'use client';

import { Select } from '@/components/ui/select';
import type { ImportPreview } from '@/lib/tagrain/file/preview-shape';
import { type Answers, errorOf, type SetAnswers } from './answers.ts';

export type FieldLabel = { field: string; label: string };

/** Our fields, each with the column that was taken for it and what that column holds; each guess can be changed. */
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
  const columns: Record<string, number | null> | null = preview.columns;
  if (!columns) return null;
  const options = preview.heads.map(({ index, name }) => ({
    value: String(index),
    label: name || `Column ${index + 1}`,
  }));
  return (
    <div className="grid grid-cols-1 gap-x-5 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
      {fieldLabels.map(({ field, label }) => {
        const byPerson = field in answers.columns;
        const chosen = byPerson ? answers.columns[field]! : (columns[field] ?? null);
        const samples = chosen === null ? '' : (preview.heads[chosen]?.samples.join(' · ') ?? '');
        const guessed = preview.matchedBy[field as keyof typeof preview.matchedBy] === 'content' && !byPerson;
        return (
          <Select
            key={field}
            label={label}
            placeholder="Not in it"
            options={options}
            value={chosen === null ? '' : String(chosen)}
            hint={samples && `${guessed ? 'Guessed from what it holds: ' : ''}${samples}`}
            error={errorOf(preview, asked, `columns.${field}`)}
            onChange={(event) => {
              const index = event.target.value === '' ? null : Number(event.target.value);
              set({ columns: { ...answers.columns, [field]: index } });
            }}
          />
        );
      })}
    </div>
  );
}
