import Link from 'next/link';
import { Section } from '@/components/ui/section';
import { anchorOf, mendOf } from '@/lib/accounting/mend';

export type HeldReason = { code: string; count: number; example: string };

/** How many records are held, by reason, each with the way to mend it. */
export function HeldPanel({ solutionId, held }: { solutionId: string; held: HeldReason[] }) {
  if (held.length === 0) return null;
  const total = held.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section
      title={total === 1 ? '1 record is held' : `${total} records are held`}
      intro="They are kept, and not posted before the reason is mended."
      actions={
        <Link className="link" href={`/solutions/${solutionId}/transactions?state=held`}>
          Show them
        </Link>
      }
      flush
    >
      <ul>
        {held.map((reason) => (
          <li
            key={reason.code}
            className="grid gap-x-4 gap-y-0.5 border-b border-line px-4 py-2.5 last:border-b-0 sm:grid-cols-[3.5rem_1fr_auto]"
          >
            <span className="font-semibold tabular-nums">{reason.count}</span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{reason.example}</span>
            <MendLink code={reason.code} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Where a refusal is mended: a link on this page, or what to do elsewhere. */
function MendLink({ code }: { code: string }) {
  const mend = mendOf(code);
  if (!mend) return null;
  if (mend.at !== 'accounts') return <span className="max-w-72 text-muted">{mend.words}</span>;
  return (
    <a className="link max-w-72" href={`#${anchorOf(mend.target)}`}>
      {mend.words}
    </a>
  );
}
