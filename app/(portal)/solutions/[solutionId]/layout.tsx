import { Breadcrumb, Tabs } from '@/components/ui/nav';
import { findSolutionName } from '@/db/queries/solutions';
import { currentMember } from '@/lib/auth/session';
import { database } from '@/lib/database';

/** Where one is among a solution's pages. Like the portal's frame it lets nobody in; the pages do. */
export default async function SolutionLayout({ params, children }: LayoutProps<'/solutions/[solutionId]'>) {
  const { solutionId } = await params;
  const member = await currentMember(solutionId);
  const name = member && (await findSolutionName(database(), member.retailerId, solutionId));
  if (!name) return children;
  const base = `/solutions/${solutionId}`;
  return (
    <>
      <div className="grid gap-2">
        <Breadcrumb
          trail={[
            { label: 'Dashboard', href: '/dashboard' },
            { label: `Tagrain–Xero, ${name.retailerName}` },
          ]}
        />
        <Tabs
          label="Tagrain–Xero"
          tabs={[
            { label: 'Set It Up', href: `${base}/set-up` },
            { label: 'Accounts', href: `${base}/accounts` },
            { label: 'Dry run', href: `${base}/dry-run` },
            { label: 'Transactions', href: `${base}/transactions` },
          ]}
        />
      </div>
      {children}
    </>
  );
}
