'use client';

import { type ComponentProps, useState } from 'react';
import { CreateAccounts, type FilledAccount, type Proposals } from './create-accounts.tsx';
import { MappingForm } from './mapping-form.tsx';

/** The mapping, and above it the accounts that Xero lacks: what is made there fills the fields here. */
export function MappingPart({
  proposals,
  canCreate,
  ...form
}: Omit<ComponentProps<typeof MappingForm>, 'made'> & { proposals: Proposals; canCreate: boolean }) {
  const [made, setMade] = useState<FilledAccount[]>([]);
  return (
    <>
      {canCreate && (
        <CreateAccounts
          solutionId={form.solutionId}
          proposals={proposals}
          onMade={(accounts) => setMade((before) => [...before, ...accounts])}
        />
      )}
      <MappingForm
        // The form counts its fields: other fields are another form.
        key={form.fields.map(({ field }) => field).join(' ')}
        {...form}
        made={made}
      />
    </>
  );
}
