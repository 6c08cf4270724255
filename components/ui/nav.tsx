'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from './class-names.ts';

/** The way back up. The last entry is where one is and is not a link. */
export function Breadcrumb({ trail }: { trail: { label: string; href?: string }[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-x-2 text-[0.8125rem] text-muted">
        {trail.map(({ label, href }, position) => (
          <li key={`${label}${href}`} className="flex items-center gap-x-2">
            {position > 0 && <span aria-hidden="true">/</span>}
            {href ? (
              <Link href={href} prefetch={false} className="link touch">
                {label}
              </Link>
            ) : (
              <span aria-current="page">{label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Links between pages that belong together; the one of this page, or of a page below it, is marked. */
export function Tabs({ label, tabs }: { label: string; tabs: { label: string; href: string }[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => {
          const isCurrent = pathname === tab.href || pathname.startsWith(`${tab.href}/`);
          return (
            <li key={tab.href}>
              <Link
                href={tab.href}
                prefetch={false}
                aria-current={isCurrent ? 'page' : undefined}
                className={classNames(
                  'block border-b-2 px-3 py-2 font-medium whitespace-nowrap -outline-offset-2',
                  isCurrent ? 'border-accent text-accent' : 'border-transparent text-muted hover:text-ink',
                )}
              >
                {tab.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
