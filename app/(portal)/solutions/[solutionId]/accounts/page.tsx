import type { Metadata } from 'next';
import { AccountsView } from '@/components/accounts/accounts-view';
import { PageHeader } from '@/components/ui/page-header';
import { heldByCode } from '@/db/queries/review';
import { readAccounts } from '@/lib/accounts/read-accounts';
import { requireMember } from '@/lib/auth/session';
import { database } from '@/lib/database';

export const metadata: Metadata = { title: 'Accounts' };

export default async function AccountsPage({ params }: PageProps<'/solutions/[solutionId]/accounts'>) {
  const { solutionId } = await params;
  const member = await requireMember(solutionId, `/solutions/${encodeURIComponent(solutionId)}/accounts`);
  const db = database();
  const [{ shown }, held] = await Promise.all([readAccounts(db, member), heldByCode(db, member)]);
  return (
    <>
      <PageHeader
        title="Accounts"
        intro="Where each thing at the till goes in Xero. Only what Xero accepts is offered, and nothing is kept before you press Save."
      />
      <AccountsView solutionId={solutionId} accounts={shown} held={held} />
    </>
  );
}
