import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import { ButtonLink } from '@/components/ui/button';
import { dayText } from '@/components/ui/day';
import { EmptyState } from '@/components/ui/empty-state';
import { Card, Section } from '@/components/ui/section';
import { Time } from '@/components/ui/time';
import { anchorOf } from '@/lib/accounting/mend';
import type { Accounts } from '@/lib/accounts/read-accounts';
import type { Policies } from '@/lib/accounts/read-policies';
import { HeldPanel, type HeldReason } from './held-panel.tsx';
import { MappingPart } from './mapping-part.tsx';
import { MendFocus } from './mend-focus.tsx';
import { PolicySection } from './policy-section.tsx';
import { RefreshButton } from './refresh-button.tsx';
import { StartForm } from './start-form.tsx';

/** *Accounts*: what is held and why, the mapping, and the start of posting. */
export function AccountsView({
  solutionId,
  accounts,
  held,
  policies,
}: {
  solutionId: string;
  accounts: Accounts;
  held: HeldReason[];
  policies: Policies;
}) {
  const { connection, organisation, fields, places, mapping, missing, posting } = accounts;
  if (connection === 'none') return <NotConnected solutionId={solutionId} />;
  return (
    <>
      {connection === 'reconnect' && (
        <Alert
          kind="warning"
          title="Xero asks for your consent again"
          action={<ButtonLink href={`/solutions/${solutionId}/set-up`}>Open Set It Up</ButtonLink>}
        >
          Accounts and tax rates below are those that were read last. Nothing is posted before you have
          granted authorization again.
        </Alert>
      )}
      <div id={anchorOf('organisation')} className="scroll-mt-4">
        <Card className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          {organisation ? (
            <OrganisationFacts organisation={organisation} />
          ) : (
            <p>The organisation was not read yet.</p>
          )}
          <RefreshButton solutionId={solutionId} />
        </Card>
      </div>
      <HeldPanel solutionId={solutionId} held={held} fields={fields} places={places} />
      {organisation ? (
        <>
          <MappingPart
            proposals={accounts.proposals}
            canCreate={connection === 'live'}
            solutionId={solutionId}
            fields={fields}
            places={places}
            mapping={mapping?.body ?? null}
            holdsFrom={posting.holdsFrom}
            startDate={posting.startDate}
            today={posting.today}
          />
          <MendFocus fields={fields} places={places} />
          <PolicySection solutionId={solutionId} {...policies} />
          <Section
            title="Start posting"
            actions={
              <Link className="link" href={`/solutions/${solutionId}/dry-run`}>
                See first what would be sent
              </Link>
            }
          >
            {posting.startDate === null ? (
              <StartForm
                solutionId={solutionId}
                missing={missing}
                earliestDay={posting.earliestDay}
                lockedUntil={organisation.lockedUntil}
              />
            ) : (
              <p>
                Posting since business day <strong>{dayText(posting.startDate)}</strong>
                {posting.startedAt && (
                  <>
                    , started <Time at={posting.startedAt} />
                  </>
                )}
                .{' '}
                <Link className="link" href={`/solutions/${solutionId}/transactions`}>
                  See the transactions
                </Link>
              </p>
            )}
          </Section>
        </>
      ) : (
        <Card flush>
          <EmptyState title="Accounts and tax rates are not known yet">
            Press Refresh from Xero. Then choose here where each thing at the till goes.
          </EmptyState>
        </Card>
      )}
    </>
  );
}

function NotConnected({ solutionId }: { solutionId: string }) {
  return (
    <Card flush>
      <EmptyState
        title="Xero is not connected yet"
        action={
          <ButtonLink look="primary" href={`/solutions/${solutionId}/set-up`}>
            Open Set It Up
          </ButtonLink>
        }
      >
        Accounts and tax rates are read from your organisation in Xero. Connect it first.
      </EmptyState>
    </Card>
  );
}

function OrganisationFacts({ organisation }: { organisation: NonNullable<Accounts['organisation']> }) {
  const { name, baseCurrency, paysTax, lockedUntil, readAt } = organisation;
  return (
    <div className="min-w-0">
      <p className="font-semibold [overflow-wrap:anywhere]">{name}</p>
      <p className="text-[0.8125rem] text-muted">
        {baseCurrency}, {paysTax ? 'registered for tax' : 'not registered for tax'},{' '}
        {lockedUntil ? `locked until ${dayText(lockedUntil)}` : 'no lock date'}, read <Time at={readAt} />
      </p>
    </div>
  );
}
