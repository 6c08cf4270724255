import { documentKindWords } from '@/lib/review/filters';
import type { ShownDocument } from '@/lib/review/show';

/** A document's number; once it is in Xero, a link that opens it there. */
export function DocumentLink({ number, href, kind }: Pick<ShownDocument, 'number' | 'href' | 'kind'>) {
  const what = documentKindWords[kind];
  if (!href) return <span className="text-muted [overflow-wrap:anywhere]">{number}</span>;
  return (
    <a // Holds what is for screen readers only, or that would widen the page beyond the table that scrolls.
      className="link relative [overflow-wrap:anywhere]"
      href={href}
      target="_blank"
      rel="noopener"
    >
      <span className="sr-only">{what} </span>
      {number}
      <span className="sr-only"> in Xero (opens in a new tab)</span>
    </a>
  );
}
