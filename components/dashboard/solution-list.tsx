import Link from 'next/link';
import type { ReactNode } from 'react';
import { SyncNow } from '@/components/sync/sync-now';
import { Alert } from '@/components/ui/alert';
import { ButtonTo } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Card } from '@/components/ui/section';
import { Time } from '@/components/ui/time';
import type { SolutionSummary } from '@/db/queries/solutions';
import { counted, inboxWords } from '@/lib/review/count-words';
import type { SolutionState } from '@/lib/solution/state';
import { SolutionStateBadge } from './solution-state-badge.tsx';

export type ShownSolution = SolutionSummary & { state: SolutionState };

/** Every solution with its state and the ways into it. */
export function SolutionList({ solutions }: { solutions: ShownSolution[] }) {
  if (solutions.length === 0) {
    return (
      <Card flush>
        <EmptyState title="No solutions yet">
          Your account belongs to no business that has one. Ask the owner of the business to add you.
        </EmptyState>
      </Card>
    );
  }
  return (
    <ul className="grid gap-4">
      {solutions.map((solution) => (
        <li key={solution.id}>
          <SolutionEntry solution={solution} />
        </li>
      ))}
    </ul>
  );
}

function SolutionEntry({ solution }: { solution: ShownSolution }) {
  const { id, state } = solution;
  const headingId = `solution-${id}`;
  const isSetUp = state !== 'not_set_up' && state !== 'tested';
  const ways = (
    <>
      <span className="flex gap-4 max-sm:basis-full">
        <Link className="link touch" prefetch={false} href={`/solutions/${id}/accounts`}>
          Accounts
        </Link>
        <Link className="link touch" prefetch={false} href={`/solutions/${id}/transactions`}>
          Transactions
        </Link>
      </span>
      <ButtonTo href={`/solutions/${id}/set-up`} look={isSetUp ? 'secondary' : 'primary'}>
        Set It Up
      </ButtonTo>
    </>
  );
  return (
    <article aria-labelledby={headingId} className="rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <h2 id={headingId} className="text-[0.9375rem] font-semibold">
          Tagrain–Xero
        </h2>
        <SolutionStateBadge state={state} />
        {isSetUp && state !== 'deactivated' ? (
          <SyncNow solutionId={id}>{ways}</SyncNow>
        ) : (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:ml-auto">{ways}</div>
        )}
      </div>
      {state === 'needs_attention' && (
        <div className="px-4 pb-3">
          <Alert kind="warning">{solution.attentionText ?? whyAttention(solution)}</Alert>
        </div>
      )}
      {solution.inboxCount > 0 && (
        <div className="px-4 pb-3">
          <Alert>{inboxWords(solution.inboxCount)}.</Alert>
        </div>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 border-t border-line px-4 py-3 sm:grid-cols-3 lg:grid-cols-6">
        <Fact name="Business">{solution.retailerName}</Fact>
        <Fact name="Organisation in Xero">{solution.organisationName ?? '–'}</Fact>
        <Fact name="Last sync">{solution.lastSyncAt ? <Time at={solution.lastSyncAt} /> : 'Never'}</Fact>
        <Fact name="Next sync">{nextSync(solution)}</Fact>
        <Fact name="Waiting">
          {counted(solution.pendingCount, 'record')}, {counted(solution.openDocumentCount, 'document')}
        </Fact>
        <Fact name="Held">{solution.heldCount.toLocaleString('en-GB')}</Fact>
      </dl>
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** What to do when a run has left no sentence of its own. */
function whyAttention({ connectionState }: ShownSolution): string {
  return connectionState === 'reconnect'
    ? 'Xero asks for your consent again. Open Set It Up and press Grant authorization.'
    : 'Posting was started, but the connection to Xero has ended. Open Set It Up and connect again.';
}

function nextSync({ state, isRunning, isDue, dueAt }: ShownSolution): ReactNode {
  if (isRunning) return 'Running now';
  if (state !== 'posting' && state !== 'connected' && state !== 'needs_attention') return '–';
  return isDue ? 'At the next run' : <Time at={dueAt} />;
}
