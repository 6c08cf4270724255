import type { ReactNode } from 'react';
import { CopyField } from '@/components/ui/copy-field';

export type DeveloperPortal = {
  url: string;
  companyUrl: string;
  redirectUri: string;
};

function Numbered({ n, title, children }: { n: number; title: ReactNode; children?: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2">
      <span aria-hidden="true" className="font-semibold text-muted tabular-nums">
        {n}.
      </span>
      <div className="grid min-w-0 gap-3">
        <p>{title}</p>
        {children}
      </div>
    </li>
  );
}

/** How to make an app in Xero's developer portal, with every value to type there worked out and ready to copy. */
export function DeveloperSteps({ url, companyUrl, redirectUri }: DeveloperPortal) {
  return (
    <ol className="grid gap-4">
      <Numbered
        n={1}
        title={
          <>
            Open{' '}
            <a href={url} target="_blank" rel="noreferrer" className="link">
              My Apps in Xero’s developer portal
            </a>{' '}
            (a new window) and sign in as you do to Xero, with the code of your second factor.
          </>
        }
      />
      <Numbered
        n={2}
        title={
          <>
            Press <b className="font-medium">New app</b> and fill in:
          </>
        }
      >
        <div className="grid items-start gap-3 md:grid-cols-2">
          <CopyField label="App name" value="Tagrain" />
          <CopyField
            label="Integration type"
            value="Web app"
            hint="Choose exactly this one: only it gives both an identifier and a secret."
          />
          <CopyField label="Company or application URL" value={companyUrl} />
          <CopyField label="Redirect URI" value={redirectUri} hint="It has to be the same to the letter." />
        </div>
        <p className="text-muted">The URLs of a privacy policy and of terms are optional.</p>
      </Numbered>
      <Numbered
        n={3}
        title={
          <>
            Accept Xero’s terms, press <b className="font-medium">Create app</b>, then open{' '}
            <b className="font-medium">Configuration</b>.
          </>
        }
      />
      <Numbered
        n={4}
        title={
          <>
            Copy the <b className="font-medium">Client id</b>, press{' '}
            <b className="font-medium">Generate a secret</b> and copy that too: Xero shows it only once.
          </>
        }
      />
    </ol>
  );
}
