'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { useJsonForm } from '@/components/ui/use-json-form';
import type { DatedPolicy } from '@/lib/accounting/posting-policy';
import { policySchema } from '@/lib/accounts/schemas';
import { detailWords, statusWords, wayWords } from './policy-words.ts';

const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** How the shop or an outlet is posted from a day on. */
export function PolicyForm({
  solutionId,
  now,
  outlets,
  firstDay,
}: {
  solutionId: string;
  now: DatedPolicy;
  outlets: { tillId: string; name: string }[];
  /** The first business day of which nothing is posted yet. */
  firstDay: string;
}) {
  const router = useRouter();
  const form = useJsonForm({
    schema: policySchema,
    url: `/api/solutions/${solutionId}/policy`,
    defaults: { ...now, outlet: '', validFrom: firstDay },
    onDone: () => router.refresh(),
  });
  return (
    <Form {...form.props} aria-label="Way of posting">
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          {...form.field('outlet')}
          label="Outlet"
          options={[
            { value: '', label: 'All outlets' },
            ...outlets.map((o) => ({ value: o.tillId, label: o.name })),
          ]}
          hint="What is decided for one outlet goes before what is decided for all."
        />
        <Field
          {...form.field('validFrom')}
          type="date"
          label="From business day"
          hint="Days that are being posted keep their way: no receipt is posted in two."
        />
        <Select
          {...form.field('way')}
          label="Way of posting"
          options={options(wayWords)}
          hint="Summaries suit a busy shop: they take few of the calls that Xero allows a day. Sales on account keep their own invoices."
        />
        <Select {...form.field('status')} label="Approval" options={options(statusWords)} />
        <Select {...form.field('lineDetail')} label="Lines of an invoice" options={options(detailWords)} />
        <Field
          {...form.field('dueDays')}
          inputMode="numeric"
          label="Days until a debt is due"
          hint="For sales on account. What is paid at the till is due on its day."
        />
        <Field
          {...form.field('numberPrefix')}
          label="Prefix of numbers"
          optional
          hint="Stands before the number of each document, as in TILL-…"
        />
      </div>
      <div>
        <Button type="submit">Save the way of posting</Button>
      </div>
    </Form>
  );
}
