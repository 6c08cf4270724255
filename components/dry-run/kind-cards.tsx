import { Amount } from '@/components/money/amount';
import { Card } from '@/components/ui/section';
import { type DocumentKind, documentKindsInOrder } from '@/lib/accounting/document';
import type { KindTally } from '@/lib/dry-run/tally';
import { kindWords } from './words.ts';

/** How many documents of each kind would be sent, and were sent already. */
export function KindCards({
  would,
  sent,
  currency,
}: {
  would: KindTally[];
  sent: KindTally[];
  currency: string;
}) {
  const of = (kinds: KindTally[], kind: DocumentKind) => kinds.find((k) => k.kind === kind);
  const shown = documentKindsInOrder.filter((kind) => of(would, kind) || of(sent, kind));
  if (shown.length === 0) return null;
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4" aria-label="Documents by kind">
      {shown.map((kind) => (
        <li key={kind}>
          <Card className="h-full">
            <p className="text-xs text-muted">{kindWords[kind].many}</p>
            <Figures would={of(would, kind)} sent={of(sent, kind)} currency={currency} />
          </Card>
        </li>
      ))}
    </ul>
  );
}

function Figures({
  would,
  sent,
  currency,
}: {
  would: KindTally | undefined;
  sent: KindTally | undefined;
  currency: string;
}) {
  return (
    <>
      <p className="text-base font-semibold tabular-nums">{(would?.count ?? 0).toLocaleString('en-GB')}</p>
      {would && would.kind !== 'contact' && (
        <p className="text-[0.8125rem]">
          <Amount minor={would.totalMinor} currency={currency} withCurrency />
          {would.taxMinor !== 0 && (
            <span className="block text-muted">
              tax <Amount minor={would.taxMinor} currency={currency} />
            </span>
          )}
        </p>
      )}
      {sent && (
        <p className="mt-1 text-[0.8125rem] text-muted">
          sent already: {sent.count.toLocaleString('en-GB')},{' '}
          <Amount minor={sent.totalMinor} currency={currency} />
        </p>
      )}
    </>
  );
}
