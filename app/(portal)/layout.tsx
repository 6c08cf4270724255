import type { ReactNode } from 'react';
import { PortalHeader } from '@/components/portal/portal-header';
import { retailersOf } from '@/db/queries/people';
import { currentPerson } from '@/lib/auth/session';
import { database } from '@/lib/database';

/**
 * The frame of every page behind the sign-in. It lets nobody in: each page calls `requirePerson` or `requireMember`
 * itself, which knows where to come back to, and a layout is not run again when one goes from page to page.
 */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  const retailers = person ? await retailersOf(database(), person.personId) : [];
  return (
    <>
      {person && <PortalHeader retailerNames={retailers.map(({ name }) => name)} email={person.email} />}
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto grid max-w-7xl gap-5 px-4 py-6 outline-none sm:px-6"
      >
        {children}
      </main>
    </>
  );
}
