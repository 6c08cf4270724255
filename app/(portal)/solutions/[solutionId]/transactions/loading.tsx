import { PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <PageHeader title="Transactions" />
      <Card>
        <Skeleton lines={10} />
      </Card>
    </>
  );
}
