import type { HeldForGood, Period } from '@/db/queries/dry-run';
import type { DocumentToKeep } from '@/db/queries/keep-documents';
import { adviseWay, CALLS_A_MINUTE } from '@/lib/accounting/call-budget';
import type { ContactRef, DocumentKind, PlannedDocument } from '@/lib/accounting/document';
import { RECEIVABLE, TAX } from '@/lib/accounting/journal';
import { anchorOf, type Mend, mendOf } from '@/lib/accounting/mend';
import { accountLabel, type OrganisationFacts, rateLabel } from '@/lib/accounting/organisation';
import type { PostingPolicy } from '@/lib/accounting/posting-policy';
import type { PreflightTone, RefusalGroup } from '@/lib/accounting/preflight';
import { refusalCodes } from '@/lib/accounting/refusal';
import { trackingWords } from '@/lib/accounting/tracking';
import type { Minor } from '@/lib/money/money';

/** One line of the preflight list. */
export type PreflightRow = {
  tone: PreflightTone;
  title: string;
  detail: string | null;
  link: { href: string; words: string } | null;
};

export type PreflightOf = {
  solutionId: string;
  period: Period;
  startDate: string | null;
  groups: readonly RefusalGroup[];
  heldForGood: readonly HeldForGood[];
  /** Documents that are dated on the first open day, since their own is locked in Xero. */
  postponed: number;
  /** Summaries that are not due yet. */
  later: number;
  calls: number;
  callsOfBusiestDay: number;
  dailyLimit: number;
  /** As Xero's last answer told it; null: not known. */
  dayRemaining: number | null;
  /** In which the period's days are posted. */
  ways: ReadonlySet<PostingPolicy['way']>;
  /** Of the organisation's plan; null: none. */
  monthlyInvoiceLimit: number | null;
  invoicesOfBusiestMonth: number;
};

const records = (count: number) => (count === 1 ? '1 record' : `${count.toLocaleString('en-GB')} records`);
const figure = (count: number) => count.toLocaleString('en-GB');

/** What to look at before posting, what stops first. Pure. */
export function preflightRows(of: PreflightOf): PreflightRow[] {
  const base = `/solutions/${of.solutionId}`;
  const refused = of.groups.map(
    ({ tone, meaning, count, example, exampleId, mend }): PreflightRow => ({
      tone,
      title: `${records(count)}: ${meaning}`,
      detail: mend && !isLink(mend) ? withMend(example, mend) : example,
      link: linkOf(mend, base, exampleId),
    }),
  );
  const rows = [
    ...refused,
    ...of.heldForGood.map((held) => heldRow(held, of)),
    ...timeRows(of),
    ...callsRow(of),
  ];
  const way = wayRow(of, base);
  if (way) rows.push(way);
  const order = ['stop', 'wait', 'note'];
  return rows.sort((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
}

/** What is done in the portal is a link to where it is done; the rest is said. */
const isLink = ({ at }: Mend) => at === 'accounts' || at === 'transaction';

function linkOf(mend: Mend | null, base: string, exampleId: number): { href: string; words: string } {
  if (mend?.at === 'accounts') {
    return { href: `${base}/accounts#${anchorOf(mend.target)}`, words: mend.words };
  }
  const href = `${base}/transactions/${exampleId}`;
  return { href, words: mend?.at === 'transaction' ? mend.words : 'See the first one' };
}

/** The sentence of a record, with what to do, where it does not say so itself. */
function withMend(example: string, mend: Mend): string {
  const said = mend.words.replace(/\.$/, '').toLowerCase();
  return example.toLowerCase().includes(said) ? example : `${example} ${mend.words}`;
}

function heldRow({ code, count, example }: HeldForGood, { solutionId, period }: PreflightOf): PreflightRow {
  const meaning = Object.hasOwn(refusalCodes, code)
    ? refusalCodes[code as keyof typeof refusalCodes]
    : 'Held for a reason of its own.';
  const search = new URLSearchParams({ state: 'held', ...period });
  const mend = mendOf(code);
  return {
    tone: 'stop',
    title: `${records(count)}: ${meaning}`,
    detail: mend ? withMend(example, mend) : example,
    link: { href: `/solutions/${solutionId}/transactions?${search}`, words: 'Show them' },
  };
}

function timeRows({ later, postponed, startDate, period }: PreflightOf): PreflightRow[] {
  const rows: PreflightRow[] = [];
  if (postponed > 0) {
    rows.push({
      tone: 'note',
      title: `${postponed === 1 ? '1 document is' : `${figure(postponed)} documents are`} dated on the first open day`,
      detail: 'Their own business day is locked in Xero. It stands in the reference.',
      link: null,
    });
  }
  if (later > 0) {
    const one = later === 1;
    rows.push({
      tone: 'wait',
      title: one ? '1 summary is not due yet' : `${figure(later)} summaries are not due yet`,
      detail: `${one ? 'Its shift or day is' : 'Their shifts or days are'} not closed at the till. What was sold there is not in the figures below.`,
      link: null,
    });
  }
  if (startDate === null) {
    rows.push({
      tone: 'note',
      title: 'Posting has not been started',
      detail: `Below stands what would be sent if posting started on ${period.from}: with each register’s first opening amount, less what Xero held on its till account the evening before.`,
      link: null,
    });
  } else if (period.from < startDate) {
    rows.push({
      tone: 'note',
      title: `Days before ${startDate} are not posted`,
      detail: 'Posting begins with the start date; earlier days of this period are left out.',
      link: null,
    });
  }
  return rows;
}

function callsRow({ calls, dailyLimit, dayRemaining }: PreflightOf): PreflightRow[] {
  if (calls === 0) return [];
  const left = Math.min(dailyLimit, dayRemaining ?? dailyLimit);
  const minutes = Math.ceil(calls / CALLS_A_MINUTE);
  const known = dayRemaining === null ? '' : ` Xero’s last answer left ${figure(dayRemaining)} for the day.`;
  return [
    {
      tone: calls > left ? 'wait' : 'note',
      title: `${figure(calls)} of the day’s ${figure(dailyLimit)} calls to Xero at most`,
      detail:
        calls > left
          ? `It takes more calls than are left today; the rest goes on the days after, by itself.${known}`
          : `At ${CALLS_A_MINUTE} calls a minute it takes ${minutes <= 1 ? 'less than a minute' : `about ${minutes} minutes`}.${known}`,
      link: null,
    },
  ];
}

function wayRow(of: PreflightOf, base: string): PreflightRow | null {
  const advice = adviseWay(of);
  if (advice === null) return null;
  const link = { href: `${base}/accounts`, words: 'Choose the way of posting' };
  if (advice.why === 'calls') {
    return {
      tone: 'wait',
      title: 'Summaries per register and shift, or per outlet and day, are the better way of posting here',
      detail: `Posting each sale takes ${figure(of.callsOfBusiestDay)} calls for the busiest day, more than a quarter of the ${figure(of.dailyLimit)} that Xero allows in a day.`,
      link,
    };
  }
  const limit = of.monthlyInvoiceLimit ?? 0;
  const plan = `The organisation’s plan in Xero may take ${limit === 0 ? 'no invoices at all' : `no more than ${figure(limit)} invoices a month`}`;
  const made =
    of.invoicesOfBusiestMonth > limit
      ? `this period makes ${figure(of.invoicesOfBusiestMonth)} in its busiest month`
      : 'each sale would be one';
  return advice.way === null
    ? {
        tone: 'wait',
        title: 'The organisation’s plan in Xero may not take so many invoices',
        detail: `${plan}, and ${made}. No way of posting makes fewer: look at the plan in Xero before you start posting.`,
        link: null,
      }
    : {
        tone: 'wait',
        title: 'One summary per outlet and day is the better way of posting here',
        detail: `${plan}, and ${made}. A summary per outlet and day makes the fewest.`,
        link,
      };
}

export type MovementRow = { id: string; account: string; wouldMinor: Minor; sentMinor: Minor };

/** Movement per account, in the order of the accounts' codes; Xero's own accounts last. Pure. */
export function movementRows(
  would: ReadonlyMap<string, Minor>,
  sent: ReadonlyMap<string, Minor>,
  facts: OrganisationFacts,
): MovementRow[] {
  const own: Record<string, string> = {
    [RECEIVABLE]: 'Accounts receivable',
    [TAX]: 'Tax on sales and purchases',
  };
  return [...new Set([...would.keys(), ...sent.keys()])]
    .map((id) => ({
      id,
      account: own[id] ?? accountName(id, facts),
      wouldMinor: would.get(id) ?? 0,
      sentMinor: sent.get(id) ?? 0,
    }))
    .sort((a, b) => Number(a.id in own) - Number(b.id in own) || a.account.localeCompare(b.account, 'en'));
}

export const accountName = (id: string, { accounts }: OrganisationFacts): string => {
  const account = accounts.get(id);
  return account ? accountLabel(account) : 'an account that is no longer in Xero';
};

export type ShownDocument = {
  key: string;
  kind: DocumentKind;
  number: string;
  date: string | null;
  /** Whom or what it is with: the contact, the receiving account, from where to where. */
  about: string;
  isDraft: boolean;
  totalMinor: Minor;
  taxMinor: Minor;
  lines: {
    description: string;
    account: string;
    taxRate: string;
    taxMinor: Minor;
    grossMinor: Minor;
    /** “Region: North”, for each category. */
    tracking: string[];
  }[];
};

/** A document as a person reads it. Pure. */
export function showDocument(
  { content, totalMinor, taxMinor }: DocumentToKeep,
  facts: OrganisationFacts,
  contactName: (ref: ContactRef) => string,
): ShownDocument {
  // Content that the planner wrote, in this shape.
  const document = content as PlannedDocument;
  const lines = 'lines' in document ? document.lines : [];
  return {
    ...{ key: document.key, kind: document.kind, number: document.number, totalMinor, taxMinor },
    date: document.kind === 'contact' ? null : document.date,
    about: aboutOf(document, facts, contactName),
    isDraft: 'status' in document && document.status === 'DRAFT',
    lines: lines.map(({ accountId, taxType, tracking, ...line }) => {
      const rate = facts.taxRates.get(taxType);
      return {
        ...line,
        account: accountName(accountId, facts),
        taxRate: rate ? rateLabel(rate) : taxType,
        tracking: trackingWords(tracking, facts.tracking),
      };
    }),
  };
}

function aboutOf(
  document: PlannedDocument,
  facts: OrganisationFacts,
  contactName: (ref: ContactRef) => string,
): string {
  const name = (id: string) => accountName(id, facts);
  switch (document.kind) {
    case 'contact':
      return document.name;
    case 'invoice':
    case 'credit_note':
      return contactName(document.contact);
    case 'payment':
      return document.of.startsWith('credit_note:')
        ? `from ${name(document.accountId)}`
        : `to ${name(document.accountId)}`;
    case 'allocation':
      return 'credit note against invoice';
    case 'bank_transaction':
      return `${document.type === 'SPEND' ? 'spent from' : 'received on'} ${name(document.bankAccountId)}, ${contactName(document.contact)}`;
    case 'bank_transfer':
      return `${name(document.fromAccountId)} → ${name(document.toAccountId)}`;
  }
}
