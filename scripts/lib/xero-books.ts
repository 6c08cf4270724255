import type { XeroTotals } from '../demo/compare.ts';
import { control } from './control.ts';

type Side = { count: number; totalMinor: number };

type Books = {
  invoices: { byStatus: Record<string, Side>; totalMinor: number };
  creditNotes: { byStatus: Record<string, Side>; totalMinor: number };
  payments: { bySide: { invoice: Partial<Side>; creditNote: Partial<Side> } };
};

/** What Xero's books hold, asked from Xero. What was voided or deleted there does not count. */
export async function booksOf(xeroUrl: string, tenantId: string): Promise<XeroTotals> {
  const books = await control<Books>(`${xeroUrl}/sandbox/organisations/${tenantId}/books`);
  const live = (byStatus: Record<string, Side>) =>
    Object.entries(byStatus).reduce(
      (n, [status, side]) => (/VOIDED|DELETED/.test(status) ? n : n + side.count),
      0,
    );
  const { invoice, creditNote } = books.payments.bySide;
  return {
    invoices: { count: live(books.invoices.byStatus), totalMinor: books.invoices.totalMinor },
    creditNotes: { count: live(books.creditNotes.byStatus), totalMinor: books.creditNotes.totalMinor },
    payments: {
      count: (invoice.count ?? 0) + (creditNote.count ?? 0),
      invoiceSideMinor: invoice.totalMinor ?? 0,
      creditNoteSideMinor: creditNote.totalMinor ?? 0,
    },
  };
}
