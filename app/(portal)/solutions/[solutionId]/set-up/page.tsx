import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SetUp } from '@/components/set-up/set-up-view';
import { eventText, setUpOf } from '@/db/queries/set-up';
import { requireMember } from '@/lib/auth/session';
import { operatorPair } from '@/lib/connect/app-pair';
import { noticeOf } from '@/lib/connect/notices';
import { currencyClash, feedSummary, setUpSteps } from '@/lib/connect/set-up-state';
import { database } from '@/lib/database';
import { redirectUri, tagrainUrl, xeroDeveloperUrl } from '@/lib/env';

export const metadata: Metadata = { title: 'Set It Up' };

type ConnectionState = 'choosing' | 'live' | 'reconnect' | 'ended';

export default async function SetUpPage({
  params,
  searchParams,
}: PageProps<'/solutions/[solutionId]/set-up'>) {
  const { solutionId } = await params;
  const { notice: code, about } = await searchParams;
  const member = await requireMember(solutionId);
  const db = database();
  const row = await setUpOf(db, member);
  if (!row) notFound();

  const notice = noticeOf(code);
  // The sentence that names an organisation is an event's; its number says which, never its text.
  const eventId = typeof about === 'string' && /^\d{1,15}$/.test(about) ? Number(about) : null;
  const named = notice && eventId !== null ? await eventText(db, member, eventId) : null;
  const operatorApp = operatorPair() !== null;
  return (
    <SetUp
      solutionId={solutionId}
      notice={notice && { kind: notice.kind, title: notice.title, text: named ?? notice.text }}
      steps={setUpSteps(row, { operatorApp })}
      developerPortal={{
        url: xeroDeveloperUrl(),
        companyUrl: tagrainUrl(row.business),
        redirectUri: redirectUri(),
      }}
      app={row.clientId && row.appTestedAt ? { clientId: row.clientId, testedAt: row.appTestedAt } : null}
      operatorApp={operatorApp}
      connection={{
        state: row.connectionState as ConnectionState | null,
        organisationName: row.organisationName,
        countryCode: row.countryCode,
        baseCurrency: row.baseCurrency,
        connectedAt: row.connectedAt,
        chartAt: row.chartAt,
        usesOwnApp: row.usesOwnApp ?? true,
      }}
      attention={row.attentionText}
      feed={{
        hasKey: row.hasFeedKey,
        url: tagrainUrl(row.business),
        readAt: row.feedBusinessAt,
        summary: feedSummary(row.feedBusiness),
      }}
      currencyClash={currencyClash(row)}
      deactivatedAt={row.deactivatedAt}
    />
  );
}
