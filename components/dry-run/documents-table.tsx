import { Fragment } from 'react';
import { Amount } from '@/components/money/amount';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { Table, Td, Th } from '@/components/ui/table';
import type { ShownDocument } from '@/lib/dry-run/show';
import { Lines } from './lines.tsx';
import { kindWords } from './words.ts';

const COLUMNS = 6;

/** Documents that would be sent, each with its lines below it. */
export function DocumentsTable({ documents, currency }: { documents: ShownDocument[]; currency: string }) {
  return (
    <Table label="Documents that would be sent">
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
              <tr>
                <Td colSpan={COLUMNS} className="pt-0 whitespace-normal">
                  <Lines document={document} currency={currency} />
                </Td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function Row({ document, currency }: { document: ShownDocument; currency: string }) {
  const { kind, number, date, about, isDraft, totalMinor, taxMinor, lines } = document;
  const flat = lines.length > 0 ? 'border-b-0' : undefined;
  return (
    <tr>
      <Th scope="row" className={classNames('align-baseline', flat)}>
        {number}
      </Th>
      <Td numeric className={flat}>
        {kind === 'contact' ? '–' : <Amount minor={totalMinor} currency={currency} />}
      </Td>
      <Td className={flat}>
        {kindWords[kind].one} {isDraft && <Badge tone="info">Draft</Badge>}
      </Td>
      <Td className={flat}>{date ?? '–'}</Td>
      <Td className={flat}>{about}</Td>
      <Td numeric className={flat}>
        {taxMinor === 0 ? '–' : <Amount minor={taxMinor} currency={currency} />}
      </Td>
    </tr>
  );
}
