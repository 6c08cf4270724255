/** Texts of refusals as they were published or recorded, by the id of their case. */
export interface GoldenMessage {
  source: string;
  text: string;
}

export const goldenMessages = {
  'MSG-01': {
    source: 'Xero-OpenAPI, PUT /Payments',
    text: 'Payment amount exceeds the amount outstanding on this document',
  },
  'MSG-02': {
    source: 'XeroAPI/Xero-Net issue 257',
    text: 'Payments can only be made against Authorised documents',
  },
  'MSG-03': { source: 'XeroAPI/Xero-Net issue 257', text: 'Credit Note # must be unique.' },
  'MSG-04': { source: 'Xero-OpenAPI, GET /Invoices/{id}', text: 'Invoice # must be unique.' },
  'MSG-05': { source: 'Xero-OpenAPI, PUT /Items', text: "Price List Item with Code 'abc' already exists" },
  'MSG-06': {
    source: 'Xero-OpenAPI, PUT /ManualJournals',
    text: 'The total debits (100.00) must equal total credits (-10.00)',
  },
  'MSG-07': {
    source: 'Xero-OpenAPI, PUT /BankTransactions',
    text: 'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
  },
  'MSG-08': {
    source: 'Xero-OpenAPI, PUT /CreditNotes',
    text: 'An existing Credit Note with the specified CreditNoteID could not be found',
  },
  'MSG-09': { source: 'Xero-OpenAPI, PUT /Accounts', text: 'Please enter a unique Name.' },
  'MSG-10': {
    source: 'Xero-OpenAPI, PUT /Payments/{id}/History',
    text: 'The document with the supplied id was not found for this endpoint.',
  },
  'MSG-11': {
    source: 'XeroAPI/xero-php-oauth2 issue 257',
    text: 'Invoice not of valid status for modification',
  },
  'MSG-12': {
    source: 'waynerobinson/xeroizer api_exception.xml',
    text: 'Users Organisation is not subscribed to currency NZD',
  },
  'MSG-13': {
    source: 'XeroAPI/Xero-NetStandard issue 364',
    text: "Account code '200' is not a valid code for this document",
  },
  'MSG-15': { source: 'developer.xero.com, response codes', text: 'Email address must be valid.' },
  'MSG-16': {
    source: 'wise-sync.freshdesk.com 36000041682',
    text: 'The Document total does not equal the sum of the lines.',
  },
  'MSG-18': { source: 'bookeo support', text: 'Payment not of valid status for modification' },
  'XR-LINE-TOTAL-REJECT': {
    source: 'community.xero.com 44391, answered by Xero',
    text: 'The line total 199.97 does not match the expected line total 199.96',
  },
} as const satisfies Record<string, GoldenMessage>;
