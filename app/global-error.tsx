'use client';

import './globals.css';

// Stands in for the root layout when that itself fails, so it leans on nothing else.
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto grid max-w-xl justify-items-start gap-3 px-4 pt-16">
          <title>OneEnterprise</title>
          <h1 className="text-xl font-semibold">OneEnterprise could not be shown</h1>
          <p>Something went wrong on our side. Please try again in a minute.</p>
          <button
            type="button"
            className="rounded border border-line-strong bg-surface px-3 py-1.5"
            onClick={retry}
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
