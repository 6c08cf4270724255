'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Amount } from '@/components/money/amount';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { localTimeText } from '@/components/ui/day';
import { useJsonAction } from '@/components/ui/use-json-action';
import type { ShownSuspicion } from '@/lib/review/show-suspicion';

const answers = [
  { decision: 'another_sale', label: 'It is another sale', means: 'It is posted beside the other one.' },
  { decision: 'same', label: 'It is the same', means: 'It is never posted, and counted once.' },
] as const;

/** The two answers to a suspected duplicate, with a link to the receipt that it looks like. */
export function DecideDuplicate({ url, tillTransactionId, other }: ShownSuspicion) {
  const router = useRouter();
  const [said, setSaid] = useState<string | null>(null);
  const { run, busy, error } = useJsonAction(url);

  async function decide(decision: string) {
    setSaid(decision);
    await run({ tillTransactionId, decision });
    // After a refusal too: somebody else may have decided meanwhile.
    router.refresh();
  }

  return (
    <section aria-label="Decide whether it is the same receipt" className="mt-3 grid gap-3">
      {other ? (
        <p>
          The other one:{' '}
          <Link className="link" href={other.href}>
            {other.recordId}
          </Link>
          , {localTimeText(other.localTime)},{' '}
          <Amount minor={other.totalMinor} currency={other.currency} withCurrency />, {other.origin}.
        </p>
      ) : (
        <p>What it looked like is not here any more.</p>
      )}
      <ul className="flex flex-wrap gap-x-6 gap-y-3">
        {answers.map(({ decision, label, means }) => (
          <li key={decision} className="grid gap-1">
            <Button
              aria-describedby={`means-${decision}`}
              busy={busy && said === decision}
              disabled={busy || (decision === 'same' && !other)}
              onClick={() => decide(decision)}
            >
              {label}
            </Button>
            <span id={`means-${decision}`} className="text-[0.8125rem] text-muted">
              {means}
            </span>
          </li>
        ))}
      </ul>
      {error && <Alert kind="danger">{error}</Alert>}
    </section>
  );
}
