import type { DocumentKind } from '@/lib/accounting/document';

export const kindWords: Record<DocumentKind, { one: string; many: string }> = {
  contact: { one: 'Contact', many: 'Contacts' },
  invoice: { one: 'Invoice', many: 'Invoices' },
  credit_note: { one: 'Credit note', many: 'Credit notes' },
  bank_transaction: { one: 'Bank transaction', many: 'Bank transactions' },
  bank_transfer: { one: 'Bank transfer', many: 'Bank transfers' },
  allocation: { one: 'Allocation', many: 'Allocations' },
  payment: { one: 'Payment', many: 'Payments' },
};
