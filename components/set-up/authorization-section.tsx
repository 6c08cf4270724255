import type { ReactNode } from 'react';
import { Alert } from '@/components/ui/alert';
import { StateBadge, type Tone } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Time } from '@/components/ui/time';
import { chooseOrganisationPath } from '@/lib/connect/paths';
import { ActionButton, Actions } from './action-button.tsx';
import { Facts } from './facts.tsx';
import { GrantButton } from './grant-button.tsx';

export type ConnectionShown = {
  /** Null: there never was one. */
  state: 'choosing' | 'live' | 'reconnect' | 'ended' | null;
  organisationName: string | null;
  countryCode: string | null;
  baseCurrency: string | null;
  connectedAt: string | null;
  chartAt: string | null;
  usesOwnApp: boolean;
};

type Props = { solutionId: string; hasPair: boolean; redirectUri: string; connection: ConnectionShown };

const states: Record<'none' | NonNullable<ConnectionShown['state']>, { tone: Tone; word: string }> = {
  none: { tone: 'neutral', word: 'Not connected' },
  ended: { tone: 'neutral', word: 'Disconnected' },
  choosing: { tone: 'warning', word: 'Organisation not chosen' },
  live: { tone: 'success', word: 'Connected' },
  reconnect: { tone: 'danger', word: 'Authorization needed' },
};

/** The state of the connection in a word. */
export function ConnectionBadge({ state }: { state: ConnectionShown['state'] }) {
  const { tone, word } = states[state ?? 'none'];
  return <StateBadge tone={tone}>{word}</StateBadge>;
}

/** Consent at Xero: how to give it, what it led to, and how to end it. */
export function AuthorizationSection(props: Props) {
  return (
    <div id="authorization" className="scroll-mt-4">
      <Section
        title="Authorization"
        intro="What lets the portal into your organisation in Xero."
        actions={<ConnectionBadge state={props.connection.state} />}
      >
        <div className="grid gap-4">{content(props)}</div>
      </Section>
    </div>
  );
}

function content(props: Props): ReactNode {
  const { connection, hasPair } = props;
  switch (connection.state) {
    case 'live':
      return <Connected {...props} />;
    case 'reconnect':
      return <Reconnect {...props} />;
    case 'choosing':
      return <Choosing {...props} />;
    default:
      return hasPair ? (
        <Grant {...props} />
      ) : (
        <p>First enter the pair of your Xero app above and press Test.</p>
      );
  }
}

function OrganisationFacts({ connection }: { connection: ConnectionShown }) {
  const { organisationName, countryCode, baseCurrency, connectedAt, chartAt } = connection;
  return (
    <Facts
      facts={[
        { name: 'Organisation', value: organisationName ?? '–' },
        { name: 'Country, currency', value: [countryCode, baseCurrency].filter(Boolean).join(', ') || '–' },
        { name: 'Authorized', value: connectedAt ? <Time at={connectedAt} /> : '–' },
        { name: 'Accounts read', value: chartAt ? <Time at={chartAt} /> : 'Not yet' },
      ]}
    />
  );
}

function Disconnect({ solutionId, connection }: Props) {
  return (
    <ActionButton
      url={`/api/solutions/${solutionId}/disconnect`}
      label="Disconnect"
      look="danger"
      confirm={{
        question: `Disconnect ${connection.organisationName ?? 'the organisation'}? Posting stops until you grant authorization again. What was posted stays in Xero.`,
        yes: 'Disconnect now',
      }}
    />
  );
}

function Connected(props: Props) {
  return (
    <>
      <OrganisationFacts connection={props.connection} />
      <Actions>
        <ActionButton
          url={`/api/solutions/${props.solutionId}/organisation/refresh`}
          label="Refresh"
          done="Accounts and tax rates were read again."
        />
        <Disconnect {...props} />
      </Actions>
      <p className="text-[0.8125rem] text-muted">
        Refresh reads the organisation’s accounts and tax rates again, after you changed them in Xero.
        {!props.connection.usesOwnApp && ' The connection uses the app that the portal brings.'}
      </p>
    </>
  );
}

function Reconnect(props: Props) {
  return (
    <>
      <Alert kind="warning" title="Xero does not let the portal in any more">
        The app was disconnected in Xero, the authorization ran out, or another app was entered. Nothing is
        lost: grant authorization for <b className="font-medium">{props.connection.organisationName}</b>{' '}
        again, and the portal goes on where it stopped.
      </Alert>
      <OrganisationFacts connection={props.connection} />
      <Actions>
        {props.hasPair ? (
          <GrantButton solutionId={props.solutionId} />
        ) : (
          <p>Enter the pair of your Xero app first.</p>
        )}
        <Disconnect {...props} />
      </Actions>
      <Reminder redirectUri={props.redirectUri} />
    </>
  );
}

function Choosing({ solutionId, redirectUri }: Props) {
  return (
    <>
      <p>Xero let the portal into several organisations. Choose the one that this solution posts to.</p>
      <Actions>
        <ButtonLink href={chooseOrganisationPath(solutionId)} look="primary">
          Choose the organisation
        </ButtonLink>
        <GrantButton solutionId={solutionId} look="secondary" />
      </Actions>
      <Reminder redirectUri={redirectUri} />
    </>
  );
}

function Grant({ solutionId, redirectUri, connection }: Props) {
  return (
    <>
      {connection.state === 'ended' && connection.organisationName && (
        <p>
          It was connected to <b className="font-medium">{connection.organisationName}</b>. Grant
          authorization to connect it again.
        </p>
      )}
      <p>
        Grant authorization takes you to Xero. Sign in there, choose the organisation to post to, and press{' '}
        <b className="font-medium">Allow access</b>; Xero then sends you back here.
      </p>
      <Reminder redirectUri={redirectUri} />
      <GrantButton solutionId={solutionId} />
    </>
  );
}

/** The one thing that cannot be tested before: Xero shows a wrong redirect URI to him, and tells us nothing. */
function Reminder({ redirectUri }: { redirectUri: string }) {
  return (
    <Alert kind="info" title="The redirect URI could not be tested">
      <p>
        Your app in Xero’s developer portal must have, under Configuration, exactly this redirect URI:{' '}
        <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{redirectUri}</code>
      </p>
      <p className="mt-1">
        If Xero shows a page of its own with{' '}
        <code className="font-mono text-[0.8125rem]">unauthorized_client</code> or{' '}
        <code className="font-mono text-[0.8125rem]">Invalid redirect_uri</code>, that URI is missing or
        differs (http or https, a slash at the end, capital letters). Mend it there, save, come back and press
        Grant authorization again.
      </p>
    </Alert>
  );
}
