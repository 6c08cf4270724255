import { dayText } from '@/components/ui/day';
import { Section } from '@/components/ui/section';
import type { LateItems } from '@/lib/accounting/late';
import type { DatedPolicy } from '@/lib/accounting/posting-policy';
import { LateItemsForm } from './late-items-form.tsx';
import { PolicyForm } from './policy-form.tsx';
import { statusWords, wayWords } from './policy-words.ts';

/** How it is posted: what was decided, newest first, and a form to decide anew. */
export function PolicySection({
  solutionId,
  policies,
  now,
  outlets,
  firstDay,
  late,
}: {
  solutionId: string;
  policies: DatedPolicy[];
  now: DatedPolicy;
  outlets: { tillId: string; name: string }[];
  firstDay: string;
  late: LateItems;
}) {
  const nameOf = (outlet: string | null) =>
    outlet === null ? 'All outlets' : (outlets.find((o) => o.tillId === outlet)?.name ?? outlet);
  return (
    <Section title="Way of posting">
      {policies.length > 0 && (
        <ul className="mb-4 grid gap-1">
          {policies.map((p) => (
            <li key={`${p.outlet ?? ''} ${p.validFrom}`}>
              <strong>{nameOf(p.outlet)}</strong>
              {` from ${dayText(p.validFrom)}: `}
              {wayWords[p.way].toLowerCase()},{' '}
              {p.status === 'DRAFT' ? 'as drafts' : statusWords[p.status].toLowerCase()}
              {p.numberPrefix && `, numbers begin with ${p.numberPrefix}`}
            </li>
          ))}
        </ul>
      )}
      <PolicyForm
        // Another decision is another form: its fields show what holds now.
        key={JSON.stringify([now, firstDay])}
        {...{ solutionId, now, outlets, firstDay }}
      />
      <div className="mt-6">
        <LateItemsForm key={late} solutionId={solutionId} late={late} />
      </div>
    </Section>
  );
}
