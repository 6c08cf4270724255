'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { useJsonForm } from '@/components/ui/use-json-form';
import { chosenOrganisationSchema } from '@/lib/connect/schemas';

export type OfferedOrganisation = {
  tenantId: string;
  name: string;
  /** Why it cannot be chosen; null: it can. */
  objection: string | null;
};

/** One of several organisations that came back from Xero; none is chosen for him. */
export function ChooseOrganisation({
  solutionId,
  offered,
}: {
  solutionId: string;
  offered: OfferedOrganisation[];
}) {
  const router = useRouter();
  const form = useJsonForm({
    schema: chosenOrganisationSchema,
    url: `/api/solutions/${solutionId}/organisation`,
    onDone: ({ to }) => {
      router.push(String(to));
      router.refresh();
    },
  });
  const error = form.formState.errors.tenantId && 'Please choose an organisation.';
  return (
    <Form {...form.props}>
      <fieldset className="grid gap-2" aria-describedby={error ? 'organisation-error' : undefined}>
        <legend className="mb-2 font-medium">Organisations that you let the portal into</legend>
        {offered.map(({ tenantId, name, objection }) => (
          <label
            key={tenantId}
            className="flex items-start gap-2.5 rounded border border-line px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-tint has-disabled:bg-sunken has-disabled:text-muted"
          >
            <input
              type="radio"
              value={tenantId}
              disabled={objection !== null}
              className="mt-0.5 size-4 shrink-0 accent-accent"
              {...form.register('tenantId')}
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-medium">{name}</span>
              {objection && <span className="block text-[0.8125rem]">{objection}</span>}
            </span>
          </label>
        ))}
        {error && (
          <p id="organisation-error" role="alert" className="text-[0.8125rem] text-danger">
            {error}
          </p>
        )}
      </fieldset>
      <div>
        <Button type="submit" look="primary">
          Use this organisation
        </Button>
      </div>
    </Form>
  );
}
