'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { goToSignIn, type PostOutcome, postJson } from '@/components/ui/post-json';
import { Progress } from '@/components/ui/progress';
import {
  type Ending,
  endWords,
  type Progress as Far,
  notStarted,
  progressAnswer,
  runAnswer,
  share,
  stepWords,
} from './progress-words.ts';

const POLL_MS = 1000;
/** A backlog goes on run after run; this many without an end would be a fault. */
const MAXIMUM_RUNS = 500;

const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));

/**
 * *Sync now*: brings the solution up to date at once and shows how far it is. Also watches a run that somebody else began. Stands in a
 * row that wraps: the controls at its end, what is said of the run on a line of its own below them.
 */
export function SyncNow({
  solutionId,
  children,
}: {
  solutionId: string;
  /** Other controls, on one line with the button. */
  children?: ReactNode;
}) {
  const url = `/api/solutions/${solutionId}/sync`;
  const router = useRouter();
  const [far, setFar] = useState<Far | null>(null);
  const [busy, setBusy] = useState(false);
  const [ending, setEnding] = useState<Ending | null>(null);
  const postedBefore = useRef(0);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  async function look(): Promise<Far | null> {
    const response = await fetch(url).catch(() => null);
    const answer = progressAnswer.safeParse(await response?.json().catch(() => null));
    if (!answer.success || gone.current) return null;
    setFar(answer.data.progress);
    return answer.data.progress;
  }

  /** Somebody else's run has the lease: there is nothing to do but to watch until it has ended. */
  async function watchTheOther(): Promise<Far | null> {
    let progress = await look();
    while (progress?.running && !gone.current) {
      await pause();
      progress = await look();
    }
    return progress;
  }

  /** Shows how far a run is until it has ended. */
  async function watch(posting: Promise<PostOutcome>): Promise<PostOutcome> {
    let ended = false;
    posting.finally(() => {
      ended = true;
    });
    await pause();
    while (!ended && !gone.current) {
      await look();
      await pause();
    }
    return posting;
  }

  async function sync(): Promise<Ending | null> {
    // Sent before anything is waited for: who leaves at once does not take the press with him.
    let posting = postJson(url, {});
    postedBefore.current = (await look())?.documents.posted ?? 0;
    const totals = { posted: 0, held: 0, refused: 0 };
    for (let runs = 0; runs < MAXIMUM_RUNS && !gone.current; runs++) {
      const outcome = await watch(posting);
      if (!outcome.ok) {
        if (outcome.problem.code === 'signed_out') goToSignIn();
        return { kind: 'danger', text: outcome.problem.message };
      }
      const { run } = runAnswer.parse(outcome.answer);
      if (!run) {
        const progress = await watchTheOther();
        totals.posted = Math.max(0, (progress?.documents.posted ?? 0) - postedBefore.current);
        const ended = progress?.run;
        return endWords(ended?.outcome ?? 'done', ended?.message ?? null, totals, notStarted(progress));
      }
      totals.posted += run.posted;
      totals.held += run.held;
      totals.refused += run.refused;
      if (run.outcome !== 'time') return endWords(run.outcome, run.message, totals, notStarted(await look()));
      posting = postJson(url, {});
    }
    return null;
  }

  async function press() {
    setBusy(true);
    setEnding(null);
    setEnding(await sync());
    setBusy(false);
    setFar(null);
    router.refresh();
  }

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:ml-auto">
        {children}
        <Button look="primary" busy={busy} onClick={press}>
          Sync now
        </Button>
      </div>
      <div className={busy || ending ? 'order-last basis-full' : 'sr-only'}>
        <div aria-live="polite" aria-atomic="true">
          {busy && <p className="sr-only">{far ? stepWords(far).split(':')[0] : 'Starting…'}</p>}
          {ending && (
            <Alert kind={ending.kind}>
              {ending.text}{' '}
              {ending.mend === 'accounts' && (
                <Link className="link" href={`/solutions/${solutionId}/accounts`}>
                  Go to Accounts
                </Link>
              )}
            </Alert>
          )}
        </div>
        {busy && (
          <Progress
            label={far ? stepWords(far) : 'Starting…'}
            {...(far ? share(far, postedBefore.current) : { value: 0 })}
          />
        )}
      </div>
    </>
  );
}
