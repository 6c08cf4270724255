import type { Metadata } from 'next';
import { Alert } from '@/components/ui/alert';
import { ButtonLink } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { requirePerson } from '@/lib/auth/session';
import { noticeOf } from '@/lib/connect/notices';

export const metadata: Metadata = { title: 'Back from Xero' };

/** Where a return from Xero ends that belongs to no solution which this person may see. */
export default async function XeroReturnPage({ searchParams }: PageProps<'/xero-return'>) {
  const notice = noticeOf((await searchParams).notice) ?? noticeOf('state_unknown')!;
  await requirePerson(`/xero-return?notice=${notice.code}`);
  return (
    <>
      <PageHeader title="Back from Xero" />
      <Alert kind={notice.kind} title={notice.title}>
        {notice.text}
      </Alert>
      <div>
        <ButtonLink href="/dashboard" look="primary">
          To the dashboard
        </ButtonLink>
      </div>
    </>
  );
}
