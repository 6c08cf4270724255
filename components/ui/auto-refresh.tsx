'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';

/** Renders the page's server part again every so often while it can be seen; never twice at once. */
export function AutoRefresh({ everyMs = 5000 }: { everyMs?: number }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!pending && document.visibilityState === 'visible') start(() => router.refresh());
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs, pending]);
  return null;
}
