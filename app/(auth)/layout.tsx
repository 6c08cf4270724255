import type { ReactNode } from 'react';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto w-full max-w-[26rem] px-4 pt-[min(14vh,8rem)] pb-12">
      <div className="rounded-md border border-line bg-surface p-6 sm:p-7">{children}</div>
      <p className="mt-4 px-1 text-[0.8125rem] text-muted">
        OneEnterprise posts what happened at your Tagrain tills to Xero.
      </p>
    </main>
  );
}
