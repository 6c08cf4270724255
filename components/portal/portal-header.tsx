import Link from 'next/link';
import { SignOutButton } from './sign-out-button.tsx';

/** Where one is, for whom and as whom; the same on every page behind the sign-in. */
export function PortalHeader({ retailerNames, email }: { retailerNames: string[]; email: string }) {
  return (
    <header className="border-b border-line bg-surface">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-5 gap-y-1 px-4 py-2.5 sm:px-6">
        <Link href="/dashboard" prefetch={false} className="touch font-semibold tracking-tight text-accent">
          OneEnterprise
        </Link>
        <span className="min-w-0 flex-1 truncate border-l border-line pl-5" title={retailerNames.join(', ')}>
          {retailerNames.join(', ')}
        </span>
        <span className="flex min-w-0 items-center gap-3 max-sm:w-full max-sm:justify-between">
          <span className="truncate text-[0.8125rem] text-muted">{email}</span>
          <SignOutButton />
        </span>
      </div>
    </header>
  );
}
