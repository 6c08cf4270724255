'use client';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

export default function RootError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto max-w-xl px-4 pt-16">
      <Alert
        kind="danger"
        title="This page could not be shown"
        action={<Button onClick={retry}>Try again</Button>}
      >
        Something went wrong on our side. Please try again in a minute.
      </Alert>
    </main>
  );
}
