import NextForm from 'next/form';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { ReviewFilters } from '@/db/queries/review';
import { hasFilters, kindWords, stateWords } from '@/lib/review/filters';

const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** Narrows the list. Its values stand in the address, so that a view can be kept or sent to somebody. */
export function FilterBar({
  base,
  filters,
  outlets,
}: {
  base: string;
  filters: ReviewFilters;
  outlets: { id: number; name: string }[];
}) {
  return (
    <NextForm
      action={base}
      // Fields keep what was typed; another set of filters is another form.
      key={JSON.stringify(filters)}
      className="grid grid-cols-2 *:grid-cols-1 items-end gap-3 border-b border-line px-4 py-3 sm:grid-cols-3 lg:grid-cols-[repeat(5,minmax(0,1fr))_minmax(0,1.4fr)_auto]"
      role="search"
      aria-label="Filter the transactions"
    >
      <Select
        name="kind"
        label="Kind"
        placeholder="All"
        defaultValue={filters.kind ?? ''}
        options={options(kindWords)}
      />
      <Select
        name="state"
        label="State"
        placeholder="All"
        defaultValue={filters.state ?? ''}
        options={options(stateWords)}
      />
      <Select
        name="outlet"
        label="Outlet"
        placeholder="All"
        defaultValue={filters.outletId?.toString() ?? ''}
        options={outlets.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <Field name="from" type="date" label="From day" defaultValue={filters.from ?? ''} />
      <Field name="to" type="date" label="To day" defaultValue={filters.to ?? ''} />
      <Field
        name="search"
        type="search"
        label="Receipt or document number"
        placeholder="The whole number"
        maxLength={255}
        defaultValue={filters.search ?? ''}
        className="col-span-2 sm:col-span-1"
      />
      <div className="flex items-center gap-3">
        <Button type="submit">Filter</Button>
        {hasFilters(filters) && (
          <Link className="link whitespace-nowrap" href={base}>
            Show all
          </Link>
        )}
      </div>
    </NextForm>
  );
}
