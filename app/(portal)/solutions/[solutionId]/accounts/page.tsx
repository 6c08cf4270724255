import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AccountsView } from '@/components/accounts/accounts-view';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { heldByCode } from '@/db/queries/review';
import { readAccounts } from '@/lib/accounts/read-accounts';
import { readPolicies } from '@/lib/accounts/read-policies';
import { type Member, requireMember } from '@/lib/auth/session';
import { database } from '@/lib/database';

export const metadata: Metadata = { title: 'Accounts' };

export default async function AccountsPage({ params }: PageProps<'/solutions/[solutionId]/accounts'>) {
  const { solutionId } = await params;
  const member = await requireMember(solutionId, `/solutions/${encodeURIComponent(solutionId)}/accounts`);
  return (
    <>
      <PageHeader
        title="Accounts"
        intro="Where each thing at the till goes in Xero. Only what Xero accepts is offered, and nothing is kept before you press Save."
      />
      <Suspense fallback={<Skeleton lines={8} />}>
        <Accounts member={member} />
      </Suspense>
    </>
  );
}

async function Accounts({ member }: { member: Member }) {
  const db = database();
  const [{ shown }, held] = await Promise.all([readAccounts(db, member), heldByCode(db, member)]);
  const policies = await readPolicies(db, member, shown.posting);
  return <AccountsView solutionId={member.solutionId} accounts={shown} held={held} policies={policies} />;
}
