/** Why a record or document cannot be posted: a stable code, a sentence for the retailer, and the mapping field that mends it. */
export type Refusal = { code: RefusalCode; text: string; field?: string };

/** Every code with what it means; `docs/` and screens are made from this list. */
export const refusalCodes = {
  record_unreadable: 'The till sent a record that does not follow the feed.',
  record_conflict: 'The till sent the same version of a record again with other content.',
  unknown_outlet: 'The record names an outlet that the till has not described.',
  receipt_does_not_add_up: 'Lines, rounding, tax or payments of the receipt do not make its total.',
  currency_differs: "The record is in another currency than the organisation's base currency.",
  currency_too_fine: 'The currency has more decimals than Xero keeps.',
  suspected_duplicate: 'Two receipts, one of them from a file without receipt numbers, may be the same one.',
  changed_after_posting:
    'The till changed or voided a record that was posted already, and no document of ours can put it right.',
  not_registered_for_tax: 'The record carries tax, but the organisation is not registered for it.',
  sales_account_missing: 'No account is chosen for sales.',
  gift_card_account_missing: 'No liability account is chosen for gift cards.',
  rounding_account_missing: 'No account is chosen for cash rounding.',
  tax_rate_missing: 'No tax rate is chosen for a tax code of the till.',
  payment_type_missing: 'No receiving account is chosen for a payment type.',
  walk_in_contact_missing: 'No contact is chosen for walk-in customers.',
  account_unusable: 'A chosen account is archived, gone, or of a type that Xero does not accept there.',
  account_currency_differs:
    "A chosen bank account is kept in another currency than the organisation's base currency.",
  tax_rate_unusable: 'A chosen tax rate is gone, or Xero does not accept it on the chosen account.',
  tracking_unusable: 'A chosen tracking category or option is archived or gone in Xero.',
  taxed_at_start:
    'A gift card or a deposit carries tax when it is taken, as single-purpose vouchers and deposits do in some countries. That is not posted yet.',
  tax_differs: "The till's tax is further from the chosen rate's than rounding can explain.",
  locked_period: 'The document date lies in a period that is locked in Xero.',
  cash_in_account_missing: 'No account is chosen where cash that is put into the till comes from.',
  cash_out_account_missing: 'No account is chosen where cash that is taken from the till goes to.',
  over_short_account_missing: 'No account is chosen for till variance.',
  expense_account_missing: 'No expense account is chosen for the reason of a floating expense.',
  shift_incomplete:
    'Records of the shift are missing, so that neither its variance nor its summary can be told.',
  summary_waits:
    'The receipt is posted in the summary of its shift or day, and that waits for another receipt.',
  deposit_account_missing: 'No liability account is chosen for deposits.',
  tips_account_missing: 'No liability account is chosen for tips.',
  debt_clearing_account_missing:
    'No clearing account is chosen for money that is given out or taken in against what a customer owes.',
  account_payment_open: 'The payment of a debt names more than it is, or is itself “on account”.',
  payment_exceeds_debt: 'The payment is more than the customer owes on invoices posted from here.',
  paid_receipt_unknown: 'The payment pays a receipt that was not posted from here.',
  older_debt_exceeded:
    'The payment is more than is due on the invoice in Xero that was chosen for a debt from before the start date.',
  till_balance_unknown: 'What Xero held on the till account before the start date was not read yet.',
  sent_otherwise: 'Something else was sent to Xero for the record before, under the same key.',
  plan_unsound: 'What was made of the record for Xero does not pass our own checks.',
} as const;

export type RefusalCode = keyof typeof refusalCodes;
