import Link from 'next/link';
import { StateBadge, type Tone } from '@/components/ui/badge';
import { Section } from '@/components/ui/section';
import type { PreflightRow } from '@/lib/dry-run/show';

const tones: Record<PreflightRow['tone'], { tone: Tone; word: string }> = {
  stop: { tone: 'danger', word: 'Stops' },
  wait: { tone: 'warning', word: 'Look' },
  note: { tone: 'neutral', word: 'Note' },
};

/**
 * What stands in the way, what to look at and what is good to know, in this order.
 * @param sendsAny whether anything of the period would be sent all the same
 */
export function Preflight({ rows, sendsAny }: { rows: PreflightRow[]; sendsAny: boolean }) {
  const stops = rows.filter(({ tone }) => tone === 'stop').length;
  return (
    <Section
      title="Preflight"
      intro={
        stops === 0
          ? 'Nothing stands in the way.'
          : `${stops === 1 ? 'One thing stands' : `${stops} things stand`} in the way${sendsAny ? ' of some records. The others would go.' : '.'}`
      }
      flush
    >
      <ul>
        {rows.map(({ tone, title, detail, link }, position) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is never changed, only made anew
            key={position}
            className="grid gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0 sm:grid-cols-[4.5rem_1fr_auto]"
          >
            <div>
              <StateBadge tone={tones[tone].tone}>{tones[tone].word}</StateBadge>
            </div>
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p className={tone === 'note' ? undefined : 'font-medium'}>{title}</p>
              {detail && <p className="text-[0.8125rem] text-muted">{detail}</p>}
            </div>
            {link && (
              <Link className="link max-w-72" href={link.href}>
                {link.words}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
