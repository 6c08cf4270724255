import Link from 'next/link';
import { Section } from '@/components/ui/section';
import { fieldToMend, type MappingField } from '@/lib/accounting/mapping-fields';
import { anchorOf, mendOf } from '@/lib/accounting/mend';
import type { PlaceFields } from '@/lib/accounting/place-fields';
import { refusalCodes } from '@/lib/accounting/refusal';

export type HeldReason = { code: string; count: number; example: string };

/** How many records are held, by reason, each with the way to mend it. */
export function HeldPanel({
  solutionId,
  held,
  fields,
  places,
}: {
  solutionId: string;
  held: HeldReason[];
  fields: MappingField[];
  places: PlaceFields[];
}) {
  if (held.length === 0) return null;
  const heldHref = `/solutions/${solutionId}/transactions?state=held`;
  const total = held.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section
      title={total === 1 ? '1 record is held' : `${total} records are held`}
      intro="They are kept, and not posted before the reason is mended."
      actions={
        <Link className="link" href={heldHref}>
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
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p>{refusalText(reason)}</p>
              <p className="text-[0.8125rem] text-muted">For example: {reason.example}</p>
            </div>
            <MendLink code={reason.code} {...{ heldHref, fields, places }} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What a code means in general; an unknown one speaks by its example. */
const refusalText = ({ code, example }: HeldReason) =>
  Object.hasOwn(refusalCodes, code) ? refusalCodes[code as keyof typeof refusalCodes] : example;

/** Where a refusal is mended: a link on this page, or to the records, or what to do elsewhere. */
function MendLink({
  code,
  heldHref,
  fields,
  places,
}: {
  code: string;
  heldHref: string;
  fields: MappingField[];
  places: PlaceFields[];
}) {
  const mend = mendOf(code);
  if (!mend) return null;
  if (mend.at === 'transaction') {
    return (
      <Link className="link max-w-72" href={heldHref}>
        {mend.words}
      </Link>
    );
  }
  if (mend.at !== 'accounts') return <span className="max-w-72 text-muted">{mend.words}</span>;
  return (
    <a className="link max-w-72" href={`#${anchorOf(fieldToMend(mend.target, fields, places))}`}>
      {mend.words}
    </a>
  );
}
