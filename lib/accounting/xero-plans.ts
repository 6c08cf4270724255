/**
 * How many sales invoices each of Xero's plans takes in a month, by `Class` of the organisation. The one place that knows.
 *
 * [?] Xero documents the words of `Class`, not what they allow. The price lists cap the entry plans at 20 invoices a month, and say that
 * Xero refuses the next one rather than charging for it; cashbooks and ledgers are sold without invoicing. Classes that are not named here
 * are taken to have no limit.
 */
const invoicesByClass: Readonly<Record<string, number>> = {
  STARTER: 20,
  IGNITE: 20,
  LEDGER: 0,
  GST_CASHBOOK: 0,
  NON_GST_CASHBOOK: 0,
};

/** Sales invoices that an organisation's plan may take in a month; null: as many as there are. */
export const invoicesAMonth = (organisationClass: string | null): number | null =>
  organisationClass !== null && Object.hasOwn(invoicesByClass, organisationClass)
    ? invoicesByClass[organisationClass]!
    : null;
