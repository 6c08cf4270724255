import { documentWord } from '@/lib/review/document-words';
import type { ShownDocument } from '@/lib/review/show';

/** A document's number; once it is in Xero, a link that opens it there. */
export function DocumentLink({
  number,
  href,
  ...of
}: Pick<ShownDocument, 'number' | 'href' | 'kind' | 'type'>) {
  if (!href) return <span className="text-muted [overflow-wrap:anywhere]">{number}</span>;
  return (
    <a // Holds what is for screen readers only, or that would widen the page beyond the table that scrolls.
      className="link touch relative [overflow-wrap:anywhere]"
      href={href}
      target="_blank"
      rel="noopener"
    >
      <span className="sr-only">{documentWord(of)} </span>
      {number}
      <span className="sr-only"> in Xero (opens in a new tab)</span>
    </a>
  );
}
