import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SolutionList } from '@/components/dashboard/solution-list';
import { AutoRefresh } from '@/components/ui/auto-refresh';
import { PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { solutionsOfPerson } from '@/db/queries/solutions';
import { requirePerson } from '@/lib/auth/session';
import { database } from '@/lib/database';
import { env } from '@/lib/env';
import { solutionState } from '@/lib/solution/state';

export const metadata: Metadata = { title: 'Dashboard' };

async function Solutions({ personId }: { personId: string }) {
  const operatorApp = env().XERO_CLIENT_ID !== undefined;
  const solutions = await solutionsOfPerson(database(), personId);
  return (
    <SolutionList
      solutions={solutions.map((summary) => ({
        ...summary,
        state: solutionState({ ...summary, operatorApp }),
      }))}
    />
  );
}

export default async function DashboardPage() {
  const { personId } = await requirePerson('/dashboard');
  return (
    <>
      <PageHeader title="Dashboard" intro="Your recent solutions." />
      <Suspense
        fallback={
          <Card>
            <Skeleton lines={4} />
          </Card>
        }
      >
        <Solutions personId={personId} />
      </Suspense>
      <AutoRefresh everyMs={5000} />
    </>
  );
}
