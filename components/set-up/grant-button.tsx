'use client';

import { Alert } from '@/components/ui/alert';
import { Button, type ButtonLook } from '@/components/ui/button';
import { useJsonAction } from '@/components/ui/use-json-action';

/** How long the button stays busy while the browser leaves; after "Back" it can be pressed again. */
const LEAVING_MS = 8000;

/** *Grant authorization*: off to Xero. */
export function GrantButton({ solutionId, look = 'primary' }: { solutionId: string; look?: ButtonLook }) {
  const { run, busy, error } = useJsonAction(`/api/solutions/${solutionId}/authorise`, ({ url }) => {
    window.location.assign(String(url));
    return new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
  });
  return (
    <div className="grid justify-items-start gap-3">
      {error && <Alert kind="danger">{error}</Alert>}
      <Button look={look} busy={busy} onClick={() => run()}>
        Grant authorization
      </Button>
    </div>
  );
}
