'use client';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

export default function PortalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <Alert
      kind="danger"
      title="This page could not be shown"
      action={<Button onClick={retry}>Try again</Button>}
    >
      Something went wrong on our side. Nothing that you entered elsewhere is lost.
    </Alert>
  );
}
