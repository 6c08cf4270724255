'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { useJsonForm } from '@/components/ui/use-json-form';
import type { LateItems } from '@/lib/accounting/late';
import { anchorOf } from '@/lib/accounting/mend';
import { lateItemsSchema } from '@/lib/accounts/schemas';
import { lateWords } from './policy-words.ts';

/** What happens to records of a period that is locked in Xero. */
export function LateItemsForm({ solutionId, late }: { solutionId: string; late: LateItems }) {
  const router = useRouter();
  const form = useJsonForm({
    schema: lateItemsSchema,
    url: `/api/solutions/${solutionId}/late-items`,
    defaults: { lateItems: late },
    onDone: () => router.refresh(),
  });
  return (
    <Form {...form.props} aria-label="Late items">
      <Select
        {...form.field('lateItems')}
        id={anchorOf('lateItems')}
        label="Records of a locked period"
        options={Object.entries(lateWords).map(([value, label]) => ({ value, label }))}
        hint="Holds for all outlets, at once. What corrects a document that was posted goes in any case: on its own day where that is open, else on the first open day."
      />
      <div>
        <Button type="submit">Save what happens to late items</Button>
      </div>
    </Form>
  );
}
