import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ChooseOrganisation } from '@/components/set-up/choose-organisation';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { choosingConnection } from '@/db/queries/connections';
import { requireMember } from '@/lib/auth/session';
import { chooseOrganisationPath, setUpPath } from '@/lib/connect/paths';
import { objectionTo } from '@/lib/connect/take-organisation';
import { database } from '@/lib/database';

export const metadata: Metadata = { title: 'Choose the organisation' };

export default async function ChooseOrganisationPage({
  params,
}: PageProps<'/solutions/[solutionId]/set-up/organisation'>) {
  const { solutionId } = await params;
  const member = await requireMember(solutionId, chooseOrganisationPath(solutionId));
  const db = database();
  const waiting = await choosingConnection(db, member);
  if (!waiting) redirect(setUpPath(solutionId, { notice: 'choice_gone' }));
  const offered = await Promise.all(
    waiting.offered.map(async (organisation) => ({
      tenantId: organisation.tenantId,
      name: organisation.tenantName,
      objection: await objectionTo(db, member, organisation),
    })),
  );
  return (
    <>
      <PageHeader
        title="Choose the organisation"
        intro="Xero let the portal into several organisations. This solution posts to one of them."
      />
      <Section title="Organisation">
        <ChooseOrganisation solutionId={solutionId} offered={offered} />
      </Section>
    </>
  );
}
