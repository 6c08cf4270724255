/** What a refusal of Xero's comes to. */
export type XeroRefusal = {
  code: string;
  /** What happened, for `docs/refusals.md`. */
  meaning: string;
  /** What to do, for the person who reads it. */
  advice: string;
  /** A person in Xero has done something to what it hangs on: sent again it would only be refused again, or be wrong. */
  isFinal: boolean;
};

const tryAgain = 'then press Refresh from Xero under Accounts: it is sent again.';

/**
 * The one place that reads Xero's messages, first match first. Their wording is Xero's and may change (XERO.md "Refusals seen in the
 * wild"), so that they are matched loosely, and what matches nothing is told in Xero's own words.
 */
const refusals: readonly (XeroRefusal & { words: RegExp })[] = [
  {
    code: 'paid_by_somebody',
    meaning:
      'Somebody has entered a payment or a credit for the same document in Xero, so that this one is too much.',
    words: /exceeds the (amount outstanding|remaining credit|outstanding)/i,
    advice:
      'Somebody has paid it in Xero meanwhile, at least in part. If that was this very payment, nothing is to be done; else enter in Xero what is missing.',
    isFinal: true,
  },
  {
    code: 'closed_by_somebody',
    meaning: 'Somebody has paid, voided or deleted the document in Xero on which this one hangs.',
    words:
      /only be made against authori[sz]ed|not of valid status|allocated to an approved|only an approved credit note|document to be paid could not be found/i,
    advice:
      'Somebody has paid, voided or deleted in Xero what it belongs to. If the money is entered there, nothing is to be done; else enter it by hand.',
    isFinal: true,
  },
  {
    code: 'contact_archived',
    meaning: 'The contact was archived, merged or deleted in Xero.',
    words: /contact\b.*\b(archived|deleted|could not be found|not be found)/i,
    advice: `Restore the contact in Xero, ${tryAgain}`,
    isFinal: false,
  },
  {
    code: 'account_gone',
    meaning: 'An account was archived, deleted or given another code in Xero.',
    words:
      /account code\b.*\b(archived|deleted|not a valid code)|bank account\b.*\b(archived|could not be found)|account must be valid/i,
    advice: `Restore the account in Xero or choose another one under Accounts, ${tryAgain}`,
    isFinal: false,
  },
  {
    code: 'tax_rate_misfit',
    meaning: 'Xero does not take the tax rate on the account.',
    words: /taxtype code\b/i,
    advice: 'Choose a tax rate that Xero takes on this account, under Accounts.',
    isFinal: false,
  },
  {
    code: 'period_locked',
    meaning: 'The date lies in a period that is locked in Xero.',
    words: /lock date/i,
    advice: `Have the lock date moved in Xero, or choose under Accounts what happens to late records, ${tryAgain}`,
    isFinal: false,
  },
];

/** What Xero's words mean; null: nothing that we know by name. */
export function refusalOf(messages: readonly string[]): XeroRefusal | null {
  return refusals.find(({ words }) => messages.some((message) => words.test(message))) ?? null;
}

/** Every refusal that is known by name, for the documentation. */
export const xeroRefusals: readonly XeroRefusal[] = refusals;
