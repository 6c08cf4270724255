'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button, type ButtonLook } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import { useJsonAction } from '@/components/ui/use-json-action';

type Confirm = { question: string; yes: string };

/**
 * A button that posts to a route and then shows the page anew, or the page that the answer names (`to`). With `confirm` it
 * asks first, in its own place.
 */
export function ActionButton({
  url,
  label,
  look = 'secondary',
  confirm,
  done,
}: {
  url: string;
  label: string;
  look?: ButtonLook;
  confirm?: Confirm;
  /** Said when it has worked and the page does not change by itself. */
  done?: string;
}) {
  const router = useRouter();
  const ready = useHydrated();
  const [asking, setAsking] = useState(false);
  const [hasWorked, setHasWorked] = useState(false);
  const { run, busy, error } = useJsonAction(url, ({ to }) => {
    setAsking(false);
    setHasWorked(true);
    if (typeof to === 'string') router.push(to);
    router.refresh();
  });
  return (
    <div className="grid justify-items-start gap-2">
      {error && <Alert kind="danger">{error}</Alert>}
      {asking && confirm ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend, and this is a question with two answers
        <div role="group" aria-label={confirm.question} className="grid gap-2">
          <p className="max-w-prose">{confirm.question}</p>
          <div className="flex flex-wrap gap-2">
            <Button look="danger" busy={busy} autoFocus onClick={() => run()}>
              {confirm.yes}
            </Button>
            <Button disabled={busy} onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </div>
      ) : (
        <Button look={look} busy={busy} disabled={!ready} onClick={() => (confirm ? setAsking(true) : run())}>
          {label}
        </Button>
      )}
      <p role="status" className="text-[0.8125rem] text-success empty:hidden">
        {hasWorked && !error && done ? done : ''}
      </p>
    </div>
  );
}
