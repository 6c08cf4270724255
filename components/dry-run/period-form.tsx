import NextForm from 'next/form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Card } from '@/components/ui/section';

/** Chooses the business days. They stand in the address, so that a dry run can be sent to somebody. */
export function PeriodForm({ base, from, to }: { base: string; from: string | null; to: string | null }) {
  return (
    <Card>
      <NextForm
        action={base}
        // Fields keep what was typed; another period is another form.
        key={`${from} ${to}`}
        aria-label="Period of the dry run"
        className="grid max-w-xl grid-cols-2 items-end gap-3 *:grid-cols-1 sm:grid-cols-[1fr_1fr_auto]"
      >
        <Field name="from" type="date" label="From day" defaultValue={from ?? ''} />
        <Field name="to" type="date" label="To day" defaultValue={to ?? ''} />
        <div>
          <Button type="submit" look="primary">
            Show
          </Button>
        </div>
      </NextForm>
    </Card>
  );
}
