import { expect, test } from 'vitest';
import { refusalOf } from './refusals.ts';

test.each([
  ['Payment amount exceeds the amount outstanding on this document', 'paid_by_somebody'],
  ['The amount exceeds the remaining credit of the credit note.', 'paid_by_somebody'],
  ['Payments can only be made against Authorised documents', 'closed_by_somebody'],
  ['Invoice not of valid status for modification', 'closed_by_somebody'],
  ['A credit note can be allocated to an approved invoice only.', 'closed_by_somebody'],
  ['The contact Mei Tan is archived. Restore it before using it.', 'contact_archived'],
  ['The Contact with the specified ContactID could not be found.', 'contact_archived'],
  ["Account code '200' is not a valid code for this document.", 'account_gone'],
  ["Account code '200' has been archived, or has been deleted. Restore it.", 'account_gone'],
  ["The TaxType code 'OUTPUT' cannot be used with account code '200'.", 'tax_rate_misfit'],
  ['The document date cannot be before the period lock date, currently set at 30 Nov 2026.', 'period_locked'],
])('%s', (words, code) => {
  expect(refusalOf(['Something else.', words])?.code).toBe(code);
});

test('what is not known by name stays in Xero’s words', () => {
  expect(refusalOf(['Description must be specified.'])).toBeNull();
  expect(refusalOf([])).toBeNull();
});
