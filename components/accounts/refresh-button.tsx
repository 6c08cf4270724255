'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useJsonAction } from '@/components/ui/use-json-action';

/** Reads the organisation's accounts and tax rates anew. */
export function RefreshButton({ solutionId }: { solutionId: string }) {
  const router = useRouter();
  const [done, setDone] = useState('');
  const { run, busy, error } = useJsonAction(
    `/api/solutions/${solutionId}/organisation/refresh`,
    (answer) => {
      const released = Number(answer.released ?? 0);
      setDone(released > 0 ? `Read anew. ${released} held records are planned again.` : 'Read anew.');
      router.refresh();
    },
  );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        busy={busy}
        onClick={() => {
          setDone('');
          void run();
        }}
      >
        Refresh from Xero
      </Button>
      <p role="status" className={error ? 'text-danger' : 'text-muted empty:hidden'}>
        {error ?? done}
      </p>
    </div>
  );
}
