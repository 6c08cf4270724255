import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function PortalNotFound() {
  return (
    <>
      <title>Not found · OneEnterprise</title>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is nothing here"
        action={<ButtonLink href="/dashboard">Go to the dashboard</ButtonLink>}
      >
        The address may be mistyped, or this belongs to a business that your account is not a member of.
      </EmptyState>
    </>
  );
}
