import { Fragment } from 'react';
import { Amount } from '@/components/money/amount';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { dayText } from '@/components/ui/day';
import { StackedTd, StackedTh, StackedTr, Table, Th } from '@/components/ui/table';
import type { ShownDocument } from '@/lib/dry-run/show';
import { Lines } from './lines.tsx';
import { kindWords } from './words.ts';

const COLUMNS = 6;

/** Documents that would be sent, each with its lines below it. On narrow screens each is a block. */
export function DocumentsTable({ documents, currency }: { documents: ShownDocument[]; currency: string }) {
  return (
    <Table label="Documents that would be sent" stacks>
      <thead>
        <tr>
          <Th>Number</Th>
          <Th numeric>Total</Th>
          <Th>Kind</Th>
          <Th>Date</Th>
          <Th>Contact or account</Th>
          <Th numeric>Tax</Th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <Fragment key={document.key}>
            <Row document={document} currency={currency} />
            {document.lines.length > 0 && (
              <StackedTr className="max-md:border-b max-md:pb-2">
                <StackedTd colSpan={COLUMNS} className="pt-0 whitespace-normal max-md:col-span-2">
                  <Lines document={document} currency={currency} />
                </StackedTd>
              </StackedTr>
            )}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function Row({ document, currency }: { document: ShownDocument; currency: string }) {
  const { kind, number, date, about, isDraft, totalMinor, taxMinor, lines } = document;
  const isLast = lines.length === 0;
  const flat = isLast ? undefined : 'border-b-0';
  return (
    <StackedTr className={classNames('max-md:pt-2', isLast && 'max-md:border-b max-md:pb-2')}>
      <StackedTh className={classNames('align-baseline max-md:[overflow-wrap:anywhere]', flat)}>
        {number}
      </StackedTh>
      <StackedTd numeric className={flat}>
        {kind === 'contact' ? '–' : <Amount minor={totalMinor} currency={currency} />}
      </StackedTd>
      <StackedTd className={classNames(flat, 'max-md:order-1')}>
        {kindWords[kind].one} {isDraft && <Badge tone="info">Draft</Badge>}
      </StackedTd>
      <StackedTd className={classNames(flat, 'max-md:order-2 max-md:text-right')}>
        {date ? dayText(date) : '–'}
      </StackedTd>
      <StackedTd className={classNames(flat, 'max-md:order-3')}>{about}</StackedTd>
      <StackedTd numeric className={classNames(flat, 'max-md:order-4')}>
        {taxMinor === 0 ? (
          '–'
        ) : (
          <>
            <span className="text-muted md:sr-only">tax </span>
            <Amount minor={taxMinor} currency={currency} />
          </>
        )}
      </StackedTd>
    </StackedTr>
  );
}
