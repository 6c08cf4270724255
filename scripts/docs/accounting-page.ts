import {
  type Case,
  type CorrectionCase,
  caseGroups,
  correctionCases,
  openingCases,
  type TrackingCase,
  trackingCases,
} from '../../lib/accounting/cases.ts';
import { sayRecord } from './say-record.ts';

/** `docs/accounting.md`: the table of worked examples, as a page. */
export const accountingPage = (): string =>
  [
    '# What each becomes in Xero',
    '',
    'Made by `npm run docs` from `lib/accounting/cases.ts`; a test holds the planners against every example here, and others',
    'post such records to the stand-in for Xero. Do not edit this page.',
    '',
    'The shop of the examples is an Australian one: GST 10 %, prices include it. The accounts *Till 1*, *Card Clearing* and',
    '*Cash in Transit* are of type Bank. Each sale is posted by itself.',
    ...caseGroups.flatMap(({ name, cases }) => ['', `## ${name}`, ...cases.flatMap((c) => caseLines(c))]),
    '',
    '## Opening amounts',
    ...openingCases.flatMap((c) => caseLines(c, [`In Xero before: ${c.heldBefore} on Till 1`])),
    '',
    '## Tracking by outlet and register',
    ...trackingCases.flatMap((c) => caseLines(c, sayTracking(c.tracking))),
    '',
    '## What the till changed or voided after it was posted',
    '',
    'What is in Xero is never edited, since somebody may have reconciled it: the smallest documents make of it what the till tells now.',
    'A correction of a locked period goes on the first open day.',
    ...correctionCases.flatMap(correctionLines),
    '',
  ].join('\n');

function sayTracking({ shop = {}, outlet = {}, registers = {} }: TrackingCase['tracking']): string[] {
  const say = (where: string, options: Record<string, string>) =>
    Object.entries(options).map(([category, option]) => `Chosen for ${where}: ${category}: ${option}`);
  return [
    ...say('the shop', shop),
    ...say('outlet HL1', outlet),
    ...Object.entries(registers).flatMap(([register, options]) => say(`register ${register}`, options)),
  ];
}

const correctionLines = ({ name, why, earlier, later, becomes }: CorrectionCase): string[] =>
  caseLines({ name, why, records: [], becomes }, [
    ...sayRecord(earlier),
    ...(later.status === 'voided'
      ? ['afterwards: voided']
      : sayRecord(later).map((text, i) => (i === 0 ? `afterwards: ${text}` : text))),
  ]);

const caseLines = ({ name, why, records, becomes }: Case, before: string[] = []): string[] => [
  '',
  `### ${name}`,
  '',
  ...(why ? [why, ''] : []),
  'At the till:',
  '',
  '```text',
  ...before,
  ...records.flatMap(sayRecord),
  '```',
  '',
  'In Xero:',
  '',
  '```text',
  ...(becomes.length === 0 ? ['Nothing'] : becomes),
  '```',
];
