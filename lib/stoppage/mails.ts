import type { StoppageMail } from '@/db/queries/stoppages';
import type { Mail } from '@/lib/mail/send';

type Words = { subject: string; over: string; at: string; label: string };

const setUp = { at: 'set-up', label: 'Open Set It Up' };
const refused = { at: 'transactions?state=refused', label: 'See which ones' };
const till = { subject: 'Nothing comes from the till', over: 'The till can be read again', ...setUp };

/** By cause: what it is called, and the screen that mends it. */
const causes: Record<string, Words> = {
  reconnect: { subject: 'Posting to Xero has stopped', over: 'Posting to Xero goes on', ...setUp },
  organisation_unread: {
    ...{ subject: 'Posting to Xero has stopped', over: 'Posting to Xero goes on' },
    ...{ at: 'accounts', label: 'Open Accounts' },
  },
  day_budget: {
    ...{ subject: 'Posting to Xero pauses until tomorrow', over: 'Posting to Xero goes on' },
    ...{ at: 'transactions', label: 'See what waits' },
  },
  refused: {
    ...{ subject: 'Xero refused documents', over: 'No document is refused any more', ...refused },
  },
  stopped: {
    ...{
      subject: 'Documents wait for a person',
      over: 'No document waits for a person any more',
      ...refused,
    },
  },
  feed_unauthorized: till,
  feed_unknown_business: till,
  feed_bad_cursor: till,
};

const other: Words = {
  subject: 'Posting needs you',
  over: 'Posting goes on',
  at: 'transactions',
  label: 'Open Transactions',
};

/** What a member is told when posting stops for a cause, and when it goes on. */
export function stoppageMail(
  portal: string,
  { about, email, retailer, solutionId, code, text }: StoppageMail,
): Mail {
  const { subject, over, at, label } = Object.hasOwn(causes, code) ? causes[code]! : other;
  const began = about === 'began';
  return {
    to: email,
    subject: `${began ? subject : over}: ${retailer}`,
    paragraphs: began
      ? [
          text,
          'Nothing is lost and nothing is posted twice: what came meanwhile waits, and goes on by itself. We write again then.',
        ]
      : [`${over}. What had waited is being posted; there is nothing to do.`],
    link: {
      label: began ? label : 'Open Transactions',
      url: `${portal}/solutions/${solutionId}/${began ? at : 'transactions'}`,
    },
  };
}
