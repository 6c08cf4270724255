'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button, type ButtonLook } from '@/components/ui/button';
import { useJsonAction } from '@/components/ui/use-json-action';

type Confirm = { question: string; yes: string };

/** Buttons beside one another; what they have to say stands on lines of its own below them. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-start gap-3">{children}</div>;
}

/**
 * A button that posts to a route and then shows the page anew, or the page that the answer names (`to`). With `confirm` it
 * asks first. Put it into `Actions`.
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
  const [asking, setAsking] = useState(false);
  const [hasWorked, setHasWorked] = useState(false);
  const action = useJsonAction(url, ({ to }) => {
    setHasWorked(true);
    if (typeof to === 'string') router.push(to);
  });

  async function run() {
    setHasWorked(false);
    await action.run();
    setAsking(false);
    // After a refusal too: it may have changed what the page shows (a connection that Xero has ended).
    router.refresh();
  }

  return (
    <>
      {asking && confirm ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend, and this is a question with two answers
        <div role="group" aria-label={confirm.question} className="order-last grid basis-full gap-2">
          <p className="max-w-prose">{confirm.question}</p>
          <div className="flex flex-wrap gap-2">
            <Button look="danger" busy={action.busy} autoFocus onClick={run}>
              {confirm.yes}
            </Button>
            <Button disabled={action.busy} onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </div>
      ) : (
        <Button look={look} busy={action.busy} onClick={confirm ? () => setAsking(true) : run}>
          {label}
        </Button>
      )}
      {action.error && (
        <div className="order-last basis-full">
          <Alert kind="danger">{action.error}</Alert>
        </div>
      )}
      <p role="status" className="order-last basis-full text-[0.8125rem] text-success empty:hidden">
        {hasWorked && !action.error && done ? done : ''}
      </p>
    </>
  );
}
