'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { dayText } from '@/components/ui/day';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { useJsonForm } from '@/components/ui/use-json-form';
import { anchorOf } from '@/lib/accounting/mend';
import { startSchema } from '@/lib/accounts/schemas';

/** Switches posting on. What is still missing is listed, each with the way to its field. */
export function StartForm({
  solutionId,
  missing,
  earliestDay,
  lockedUntil,
}: {
  solutionId: string;
  missing: { field: string; label: string; text: string }[];
  earliestDay: string | null;
  lockedUntil: string | null;
}) {
  const router = useRouter();
  const form = useJsonForm({
    schema: startSchema,
    url: `/api/solutions/${solutionId}/start`,
    onDone: () => router.refresh(),
  });
  const { setFormError } = form;
  const open = missing.map(({ field, text }) => `${field} ${text}`).join('\n');
  // What was refused was refused for what was missing then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is what it waits for
  useEffect(() => setFormError(null), [open, setFormError]);
  const hints = [
    'The first business day to post. It cannot be moved afterwards.',
    earliestDay && `The earliest record that waits is of ${dayText(earliestDay)}.`,
    lockedUntil && `The books are locked until ${dayText(lockedUntil)}: it must be a later day.`,
  ];
  return (
    <Form {...form.props} aria-label="Start posting">
      {missing.length > 0 && (
        <div>
          <p className="font-medium">Still missing before posting can start:</p>
          <ul className="mt-1 list-disc pl-5">
            {missing.map(({ field, label, text }) => (
              <li key={field}>
                <a className="link" href={`#${anchorOf(field)}`}>
                  {label}
                </a>
                : {text}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Field
        {...form.field('startDate')}
        type="date"
        label="Start date"
        className="max-w-96"
        hint={hints.filter(Boolean).join(' ')}
      />
      <Checkbox
        {...form.check('takingsNotElsewhere')}
        label="The takings from this day on are not in Xero already by another way: no entries by hand, no other connector."
      />
      <div>
        <Button type="submit" look="primary">
          Start posting
        </Button>
      </div>
    </Form>
  );
}
