'use client';

import { buttonClass } from '@/components/ui/button';

/** Brings a file; a plain link, since no page follows. */
export function DownloadLink({ href, children }: { href: string; children: string }) {
  return (
    <a className={buttonClass('secondary', true)} href={href} download>
      {children}
    </a>
  );
}
