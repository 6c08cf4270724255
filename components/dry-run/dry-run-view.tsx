import { Alert } from '@/components/ui/alert';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Card } from '@/components/ui/section';
import type { Asked } from '@/lib/dry-run/period';
import type { DryRun } from '@/lib/dry-run/read-dry-run';
import { Documents } from './documents.tsx';
import { KindCards } from './kind-cards.tsx';
import { Movement } from './movement.tsx';
import { PeriodForm } from './period-form.tsx';
import { Preflight } from './preflight.tsx';

/** *Dry run*: what would be sent of a period, and what stands in its way. */
export function DryRunView({
  solutionId,
  base,
  asked,
  dryRun,
}: {
  solutionId: string;
  base: string;
  asked: Asked;
  dryRun: DryRun;
}) {
  if (dryRun.state === 'not_connected' || dryRun.state === 'not_read') {
    return <NotReady solutionId={solutionId} isConnected={dryRun.state === 'not_read'} />;
  }
  if (dryRun.state !== 'planned') {
    return (
      <>
        <PeriodForm base={base} from={asked.from} to={asked.to} />
        {dryRun.state === 'problem' ? (
          <Alert kind="danger">{dryRun.problem}</Alert>
        ) : (
          <Nothing {...{ solutionId }} />
        )}
      </>
    );
  }
  const { period, currency, preflight, would, sent, movement, ...rest } = dryRun;
  return (
    <>
      <PeriodForm base={base} {...period} />
      <Preflight rows={preflight} sendsAny={would.some(({ count }) => count > 0)} />
      <KindCards {...{ would, sent, currency }} />
      {movement.length > 0 && <Movement rows={movement} currency={currency} />}
      <Documents {...{ solutionId, base, period, currency }} {...rest} />
    </>
  );
}

function Nothing({ solutionId }: { solutionId: string }) {
  return (
    <Card flush>
      <EmptyState
        title="Nothing waits to be posted"
        action={<ButtonLink href={`/solutions/${solutionId}/transactions`}>See the transactions</ButtonLink>}
      >
        Either nothing has come from the till yet, or all of it was posted. Choose a period to see what it
        moved.
      </EmptyState>
    </Card>
  );
}

function NotReady({ solutionId, isConnected }: { solutionId: string; isConnected: boolean }) {
  const base = `/solutions/${solutionId}`;
  return (
    <Card flush>
      <EmptyState
        title={isConnected ? 'Accounts and tax rates are not known yet' : 'Xero is not connected yet'}
        action={
          <ButtonLink look="primary" href={isConnected ? `${base}/accounts` : `${base}/set-up`}>
            {isConnected ? 'Open Accounts' : 'Open Set-up'}
          </ButtonLink>
        }
      >
        {isConnected
          ? 'Press Refresh from Xero under Accounts first. Then it can be told here what would be sent.'
          : 'What would be sent depends on your organisation in Xero. Connect it first.'}
      </EmptyState>
    </Card>
  );
}
