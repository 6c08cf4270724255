import { PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <PageHeader title="Accounts" />
      <Card>
        <Skeleton lines={8} />
      </Card>
    </>
  );
}
