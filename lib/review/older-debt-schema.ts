// What the choice of an invoice and its route both check. Nothing of the server may be imported here.
import { z } from 'zod';

export const chooseInvoiceSchema = z.object({
  tillTransactionId: z.int().min(1, 'Please say which payment.'),
  /** `payment`: what it pays beyond what is owed here; outlet and id are its own. */
  debtOf: z.enum(['receipt', 'payment']).default('receipt'),
  outlet: z.string().min(1, 'Please say which receipt.').max(200),
  receiptId: z.string().min(1, 'Please say which receipt.').max(200),
  invoiceId: z.uuid('Please choose an invoice.'),
});

export type ChooseInvoiceInput = z.input<typeof chooseInvoiceSchema>;
