import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DryRunView } from '@/components/dry-run/dry-run-view';
import { PeriodForm } from '@/components/dry-run/period-form';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { type Member, requireMember } from '@/lib/auth/session';
import { database } from '@/lib/database';
import { type Asked, readAddress } from '@/lib/dry-run/period';
import { readDryRun } from '@/lib/dry-run/read-dry-run';

export const metadata: Metadata = { title: 'Dry run' };

export default async function DryRunPage({
  params,
  searchParams,
}: PageProps<'/solutions/[solutionId]/dry-run'>) {
  const { solutionId } = await params;
  const base = `/solutions/${encodeURIComponent(solutionId)}/dry-run`;
  const member = await requireMember(solutionId, base);
  const asked = readAddress(await searchParams);
  return (
    <>
      <PageHeader
        title="Dry run"
        intro="The documents that the next sync would send of a period, and what they would move on each account. Nothing is sent, and nothing is kept."
      />
      <Suspense
        key={JSON.stringify(asked)}
        fallback={
          <>
            <PeriodForm base={base} from={asked.from} to={asked.to} />
            <Skeleton lines={10} />
          </>
        }
      >
        <Planned member={member} base={base} asked={asked} />
      </Suspense>
    </>
  );
}

async function Planned({ member, base, asked }: { member: Member; base: string; asked: Asked }) {
  const dryRun = await readDryRun(database(), member, asked);
  return <DryRunView solutionId={member.solutionId} base={base} asked={asked} dryRun={dryRun} />;
}
