import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl pt-16">
      <h1 className="sr-only">Not found</h1>
      <EmptyState title="There is no such page" action={<ButtonLink href="/">Go to the start</ButtonLink>}>
        The address may be mistyped.
      </EmptyState>
    </main>
  );
}
