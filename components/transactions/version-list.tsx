import Link from 'next/link';
import { Amount } from '@/components/money/amount';
import { documentWord } from '@/lib/review/document-words';
import type { ShownVersion } from '@/lib/review/show-versions';
import { DocumentLink } from './document-link.tsx';

/** The versions of a record, oldest first, each with the documents that it became. */
export function VersionList({ versions, currency }: { versions: ShownVersion[]; currency: string }) {
  return (
    <ol className="grid gap-2">
      {versions.map(({ version, href, totalMinor, words, documents }) => (
        <li key={version} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="w-44">
            {href ? (
              <Link className="link" href={href}>
                Version {version}
              </Link>
            ) : (
              <strong>Version {version}, this one</strong>
            )}
          </span>
          <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
            {words}
            {documents.map((document, i) => (
              <span key={document.key}>
                {i === 0 ? ' ' : ', '}
                {documentWord(document).toLowerCase()} <DocumentLink {...document} />
              </span>
            ))}
          </span>
          <Amount minor={totalMinor} currency={currency} />
        </li>
      ))}
    </ol>
  );
}
