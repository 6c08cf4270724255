'use client';

import { signOut } from 'next-auth/react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';

export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      small
      busy={busy}
      onClick={() => {
        setBusy(true);
        signOut({ callbackUrl: '/sign-in?notice=signed-out' }).catch(() => setBusy(false));
      }}
    >
      Sign out
    </Button>
  );
}
