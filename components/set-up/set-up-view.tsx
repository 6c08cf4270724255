import { Alert } from '@/components/ui/alert';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Time } from '@/components/ui/time';
import { counted, type FeedSummary, type Step } from '@/lib/connect/set-up-state';
import { ActionButton, Actions } from './action-button.tsx';
import { AppForm } from './app-form.tsx';
import { AuthorizationSection, ConnectionBadge, type ConnectionShown } from './authorization-section.tsx';
import { type DeveloperPortal, DeveloperSteps } from './developer-steps.tsx';
import { FeedForm } from './feed-form.tsx';
import { StepList } from './step-list.tsx';

export type SetUpView = {
  solutionId: string;
  notice: { kind: 'success' | 'info' | 'warning' | 'danger'; title: string; text: string } | null;
  steps: Step[];
  developerPortal: DeveloperPortal;
  /** His own pair; null: none saved. */
  app: { clientId: string; testedAt: string } | null;
  operatorApp: boolean;
  connection: ConnectionShown;
  attention: string | null;
  feed: { hasKey: boolean; url: string; readAt: string | null; summary: FeedSummary | null };
  currencyClash: string | null;
  deactivatedAt: string | null;
};

/** *Set It Up*: everything between a till and its books, from the top down. */
export function SetUp(view: SetUpView) {
  const { solutionId, steps, connection, notice } = view;
  const base = `/solutions/${solutionId}`;
  const isConnected = connection.state === 'live' || connection.state === 'reconnect';
  const authorization = (
    <AuthorizationSection
      solutionId={solutionId}
      hasPair={view.app !== null || view.operatorApp}
      redirectUri={view.developerPortal.redirectUri}
      connection={connection}
    />
  );
  return (
    <>
      <PageHeader
        title="Set It Up"
        badge={<ConnectionBadge state={connection.state} />}
        intro={
          isConnected
            ? `Tagrain to ${connection.organisationName} in Xero`
            : 'Tagrain to Xero, in five steps.'
        }
      />
      {notice && (
        <Alert kind={notice.kind} title={notice.title}>
          {notice.text}
        </Alert>
      )}
      {view.deactivatedAt && (
        <Alert kind="info" title="The plug-in is deactivated">
          Nothing is fetched or posted until you activate it, below.
        </Alert>
      )}
      {view.attention && connection.state !== 'reconnect' && <Alert kind="warning">{view.attention}</Alert>}
      {view.currencyClash && <Alert kind="warning">{view.currencyClash}</Alert>}
      <StepList
        steps={steps}
        hrefs={{
          app: '#system-information',
          authorization: '#authorization',
          feed: '#till-feed',
          accounts: `${base}/accounts`,
          start: `${base}/accounts`,
        }}
      />
      {isConnected ? (
        // What he comes back for stands first; the way there is still to be found below.
        <>
          {authorization}
          <TillFeed {...view} />
          <SystemInformation {...view} />
          <AtHand {...view} />
        </>
      ) : (
        <>
          <AtHand {...view} />
          <SystemInformation {...view} />
          {authorization}
          <TillFeed {...view} />
        </>
      )}
      <PlugIn {...view} />
    </>
  );
}

function AtHand({ app, operatorApp, developerPortal }: SetUpView) {
  return (
    <Section title="What to have at hand">
      <div className="grid gap-4">
        <ul className="grid list-disc gap-1 pl-5">
          <li>
            The <b className="font-medium">Client Identifier</b> and the{' '}
            <b className="font-medium">Client Secret</b> of an app of your own in Xero
            {operatorApp ? ', if you would rather not use the one that the portal brings' : ''}. How to get
            them stands below.
          </li>
          <li>
            Your sign-in to Xero with its second factor, as a user who may connect apps (Standard or Adviser).
          </li>
          <li>The API key of your till, from the plug-in’s settings in Tagrain.</li>
        </ul>
        <details open={app === null && !operatorApp} className="group rounded border border-line">
          <summary className="px-3 py-2 font-medium">
            How to get the identifier and the secret from Xero
          </summary>
          <div className="border-t border-line p-3 sm:p-4">
            <DeveloperSteps {...developerPortal} />
          </div>
        </details>
      </div>
    </Section>
  );
}

function SystemInformation({ solutionId, app, operatorApp }: SetUpView) {
  return (
    <div id="system-information" className="scroll-mt-4">
      <Section
        title="System Information Details"
        intro={
          app ? (
            <>
              Xero accepted the saved pair on <Time at={app.testedAt} />.
            </>
          ) : operatorApp ? (
            'The portal brings a Xero app: you may go straight to Grant authorization. A pair of your own takes its place.'
          ) : (
            'The pair of your own Xero app. Test asks Xero whether it is right, and saves it.'
          )
        }
      >
        <AppForm key={app?.testedAt} solutionId={solutionId} clientId={app?.clientId ?? null} />
      </Section>
    </div>
  );
}

function TillFeed({ solutionId, feed, steps }: SetUpView) {
  const isNext = steps.some((step) => step.name === 'feed' && step.state === 'next');
  return (
    <div id="till-feed" className="scroll-mt-4">
      <Section
        title="Till feed"
        intro={
          feed.readAt ? (
            <>
              {feed.url} answered on <Time at={feed.readAt} />.
            </>
          ) : (
            `Where the portal fetches what happened at the till: ${feed.url}`
          )
        }
      >
        <div className="grid gap-4">
          {feed.summary && (
            <p>
              <b className="font-medium">{feed.summary.name}</b>, {feed.summary.currency}:{' '}
              {feed.summary.outlets
                .map((outlet) => `${outlet.name} (${counted(outlet.registers, 'register')})`)
                .join(', ') || 'no outlets yet'}
            </p>
          )}
          <FeedForm solutionId={solutionId} hasKey={feed.hasKey} isNext={isNext} />
        </div>
      </Section>
    </div>
  );
}

function PlugIn({ solutionId, deactivatedAt }: SetUpView) {
  const base = `/api/solutions/${solutionId}`;
  return (
    <Section
      title="Plug-in"
      intro={
        deactivatedAt ? (
          <>
            Deactivated since <Time at={deactivatedAt} />. Activate it and it goes on where it stopped:
            without a gap, and nothing is posted twice.
          </>
        ) : (
          'Deactivated, it fetches and posts nothing; the connection to Xero stays. You can activate it again at any time.'
        )
      }
    >
      <Actions>
        {deactivatedAt ? (
          <ActionButton key="on" url={`${base}/activate`} label="Activate" look="primary" />
        ) : (
          <ActionButton key="off" url={`${base}/deactivate`} label="Deactivate" />
        )}
      </Actions>
    </Section>
  );
}
