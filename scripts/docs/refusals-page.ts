import { type Mend, mendOf } from '../../lib/accounting/mend.ts';
import { refusalCodes } from '../../lib/accounting/refusal.ts';
import { xeroRefusals } from '../../lib/xero/refusals.ts';

const places: Record<Mend['at'], string> = {
  accounts: 'Accounts',
  till: 'at the till',
  transaction: 'on the transaction',
  elsewhere: '',
};

/** `docs/refusals.md`: every reason why a record is not posted or a document not taken, from the code itself. */
export const refusalsPage = (): string =>
  [
    '# Why a record is not posted',
    '',
    'Made by `npm run docs` from `lib/accounting/refusal.ts` and `lib/accounting/mend.ts`. Do not edit this page.',
    '',
    'What cannot be posted is held and says why, by one of these codes, which never change their meaning. Nothing else waits for it. What the',
    'mapping or the organisation mends goes on by itself at the next run.',
    '',
    '| code | meaning | how it is mended |',
    '| --- | --- | --- |',
    ...Object.entries(refusalCodes).map(([code, meaning]) => {
      const mend = mendOf(code);
      const place = mend && places[mend.at];
      return `| \`${code}\` | ${meaning} | ${mend ? `${mend.words.replace(/\.$/, '')}${place ? ` (${place})` : ''}` : ''} |`;
    }),
    '',
    '# Why Xero does not take a document',
    '',
    'Made from `lib/xero/refusals.ts`. What Xero says is told in its own words, with what to do where it is known by name. A document that',
    'is *stopped* is never sent again by itself, since somebody has done something in Xero; a *refused* one is, after it was mended.',
    '',
    '| code | meaning | then it is | what to do |',
    '| --- | --- | --- | --- |',
    ...xeroRefusals.map(
      ({ code, meaning, isFinal, advice }) =>
        `| \`${code}\` | ${meaning} | ${isFinal ? 'stopped' : 'refused'} | ${advice} |`,
    ),
    '| `xero_refused` | Xero refused it for another reason. | refused | See what Xero says. |',
    '',
  ].join('\n');
