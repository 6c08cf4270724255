'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { AutoRefresh } from '@/components/ui/auto-refresh';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { useJsonAction } from '@/components/ui/use-json-action';
import type { ShownUndo } from '@/lib/review/show-undo';

const WATCH_MS = 2000;

/**
 * *Undo in Xero*: what would happen is listed first, and asked about. While it is under way the page follows it; whoever comes later sees
 * who undid it and when.
 */
export function UndoDocument({
  url,
  documentId,
  number,
  steps,
  notes,
  progress,
  waits,
  refusal,
  done,
}: ShownUndo) {
  const router = useRouter();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const { run, busy, error } = useJsonAction(url);

  async function press() {
    await run({ documentId });
    setAsking(false);
    // After a refusal too: somebody else may have undone it meanwhile.
    router.refresh();
  }

  if (done) {
    return (
      <p className="px-4 py-2.5">
        Undone by {done.by} on <Time at={done.at} />.
      </p>
    );
  }
  return (
    <div className="grid gap-2.5 px-4 py-2">
      {refusal && (
        <Alert kind="danger" title="It could not be undone">
          {refusal}
        </Alert>
      )}
      {error && <Alert kind="danger">{error}</Alert>}
      {waits ? (
        <Alert kind="warning" title="It waits to be undone">
          {waits}
        </Alert>
      ) : progress ? (
        <Alert kind="info" title="It is being undone">
          {progress}
          <AutoRefresh everyMs={WATCH_MS} />
        </Alert>
      ) : asking ? (
        <section aria-labelledby={id} className="grid gap-2.5 rounded border border-line bg-sunken p-3">
          <h4 id={id} className="font-semibold">
            Undo {number} in Xero?
          </h4>
          <ol className="list-decimal pl-5">
            {steps.map((step) => (
              <li key={step} className="[overflow-wrap:anywhere]">
                {step}
              </li>
            ))}
          </ol>
          {notes.map((note) => (
            <p key={note} className="max-w-prose [overflow-wrap:anywhere]">
              {note}
            </p>
          ))}
          <div className="flex flex-wrap gap-2">
            <Button look="danger" busy={busy} autoFocus onClick={press}>
              Undo in Xero
            </Button>
            <Button disabled={busy} onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </section>
      ) : (
        <Button
          small
          look="ghost"
          className="-ml-2"
          aria-label={`Undo ${number} in Xero`}
          onClick={() => setAsking(true)}
        >
          Undo in Xero…
        </Button>
      )}
    </div>
  );
}
