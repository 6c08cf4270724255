import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { periodAddress } from '@/lib/dry-run/period';
import type { ShownDocument } from '@/lib/dry-run/show';
import { DocumentsTable } from './documents-table.tsx';
import { DownloadLink } from './download-link.tsx';

/** The documents of a page, in the order in which they are planned, and the way to all of them. */
export function Documents({
  solutionId,
  base,
  period,
  currency,
  documents,
  documentCount,
  page,
  pageCount,
}: {
  solutionId: string;
  base: string;
  period: { from: string; to: string };
  currency: string;
  documents: ShownDocument[];
  documentCount: number;
  page: number;
  pageCount: number;
}) {
  const hasPages = pageCount > 1 && documents.length > 0;
  return (
    <Section
      title={documentCount === 1 ? '1 document' : `${documentCount.toLocaleString('en-GB')} documents`}
      intro="As they would be stored and sent. Where one refers to another, Xero’s id takes the place of our key."
      actions={
        documentCount > 0 && (
          <DownloadLink href={periodAddress(`/api/solutions/${solutionId}/dry-run/documents`, period)}>
            Download all as JSON
          </DownloadLink>
        )
      }
      flush
    >
      {documentCount === 0 && (
        <EmptyState title="Nothing of this period would be sent">
          Either all of it was sent already, or what is left waits for what the preflight names.
        </EmptyState>
      )}
      {documents.length === 0 && documentCount > 0 && (
        <EmptyState
          title="There are fewer pages now"
          action={<ButtonLink href={periodAddress(base, period)}>First page</ButtonLink>}
        />
      )}
      {documents.length > 0 && <DocumentsTable documents={documents} currency={currency} />}
      {hasPages && (
        <nav aria-label="Pages" className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
          {page > 1 && <ButtonLink href={periodAddress(base, period, page - 1)}>Previous</ButtonLink>}
          {page < pageCount && <ButtonLink href={periodAddress(base, period, page + 1)}>Next</ButtonLink>}
          <span className="text-[0.8125rem] text-muted">
            Page {page} of {pageCount}
          </span>
        </nav>
      )}
    </Section>
  );
}
