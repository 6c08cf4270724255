import { Amount } from '@/components/money/amount';
import { StateBadge, type Tone } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { dayText } from '@/components/ui/day';
import { StackedTd, StackedTh, StackedTr, Table, Th } from '@/components/ui/table';
import { documentWord } from '@/lib/review/document-words';
import type { ShownDocument } from '@/lib/review/show';
import type { ShownUndo } from '@/lib/review/show-undo';
import { DocumentLink } from './document-link.tsx';
import { UndoDocument } from './undo-document.tsx';

export type ShownDetailDocument = ShownDocument & {
  documentDate: string;
  totalMinor: number;
  taxMinor: number;
  /** Between which accounts it moves money; null: its lines say it. */
  moves: string | null;
  /** How it stands in Xero, in words; null: nothing is to be added. */
  inXero: string | null;
  /** What a payment of a debt pays, or what an allocation is set off against. */
  pays: Pick<ShownDocument, 'kind' | 'type' | 'number' | 'href'> | null;
  /** How the till's tax differs from Xero's own; null: it does not. */
  taxNote: string | null;
  refusalText: string | null;
  warnings: string[];
  /** Whether and how it can be undone, or was; null: it cannot. */
  undo: ShownUndo | null;
  lines: {
    account: string;
    taxRate: string;
    description: string;
    grossMinor: number;
    taxMinor: number;
    tracking: string[];
  }[];
};

const states: Record<string, { tone: Tone; word: string }> = {
  planned: { tone: 'info', word: 'Planned' },
  sending: { tone: 'info', word: 'Being sent' },
  unsure: { tone: 'warning', word: 'In doubt, being looked up' },
  posted: { tone: 'success', word: 'Posted' },
  refused: { tone: 'danger', word: 'Refused' },
  stopped: { tone: 'danger', word: 'Stopped' },
  undone: { tone: 'warning', word: 'Undone in Xero' },
};

/** One document: what it moves, on which accounts, and what Xero said. */
export function DetailDocumentView({
  document,
  currency,
}: {
  document: ShownDetailDocument;
  currency: string;
}) {
  const { state, moves, pays, lines, refusalText, taxNote, warnings, inXero, undo } = document;
  const isTracked = lines.some(({ tracking }) => tracking.length > 0);
  const word = documentWord(document);
  const shown = states[state] ?? { tone: 'neutral' as const, word: state };
  return (
    <article className="border-b border-line last:border-b-0" aria-label={`${word} ${document.number}`}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
        <h3 className="font-medium">
          {word} <DocumentLink {...document} />
        </h3>
        <StateBadge tone={shown.tone}>{shown.word}</StateBadge>
        <span className="text-muted">{dayText(document.documentDate)}</span>
        {moves && <span>{moves}</span>}
        {pays && (
          <span>
            {document.kind === 'allocation' ? 'set off against' : 'pays'} {documentWord(pays).toLowerCase()}{' '}
            <DocumentLink {...pays} />
          </span>
        )}
        {inXero && <span className="text-muted">In Xero: {inXero}</span>}
        <span className="ml-auto">
          <Amount minor={document.totalMinor} currency={currency} withCurrency />
        </span>
      </div>
      {refusalText && (
        <p
          className={classNames(
            'px-4 pb-2.5 [overflow-wrap:anywhere]',
            state === 'undone' ? 'text-muted' : 'text-danger',
          )}
        >
          {refusalText}
        </p>
      )}
      {taxNote && <p className="px-4 pb-2.5 text-muted">{taxNote}</p>}
      {warnings.map((warning) => (
        <p key={warning} className="px-4 pb-2.5 text-warning [overflow-wrap:anywhere]">
          Xero’s warning: {warning}
        </p>
      ))}
      {lines.length > 0 && (
        <Table label={`Lines of ${document.number}`} stacks>
          <thead>
            <tr>
              <Th>Description</Th>
              <Th>Account</Th>
              <Th>Tax rate</Th>
              {isTracked && <Th>Tracking</Th>}
              <Th numeric>Tax</Th>
              <Th numeric>Amount with tax</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document keep their order
              <StackedTr key={position} className="max-md:border-b max-md:py-2 max-md:last:border-b-0">
                <StackedTh className="min-w-40 align-baseline font-normal whitespace-normal">
                  {line.description}
                </StackedTh>
                <StackedTd className="max-md:order-1">{line.account}</StackedTd>
                <StackedTd className="max-md:order-3">{line.taxRate}</StackedTd>
                {isTracked && (
                  <StackedTd className="max-md:order-4 max-md:col-span-2">
                    {line.tracking.join(', ')}
                  </StackedTd>
                )}
                <StackedTd numeric className="max-md:order-2">
                  <span className="text-muted md:sr-only">tax </span>
                  <Amount minor={line.taxMinor} currency={currency} />
                </StackedTd>
                <StackedTd numeric>
                  <Amount minor={line.grossMinor} currency={currency} />
                </StackedTd>
              </StackedTr>
            ))}
          </tbody>
        </Table>
      )}
      {undo && <UndoDocument {...undo} />}
    </article>
  );
}
