import type { CaseRecord } from '../../lib/accounting/case-records.ts';
import { feedRecord, type ReceiptRecord } from '../../lib/tagrain/schema.ts';

/** A record of the feed in words, a line for each thing that it says. */
export function sayRecord(raw: CaseRecord): string[] {
  const record = feedRecord.parse(raw);
  switch (record.type) {
    case 'receipt':
      return sayReceipt(record);
    case 'account_payment': {
      const { customer, payment, applies_to } = record;
      const what = applies_to.map((a) => `${a.id} ${a.amount}`).join(', ');
      return [
        `${record.id}: ${customer.name} pays ${payment.amount}, ${payment.type}${what && `, for ${what}`}`,
      ];
    }
    case 'cash_movement': {
      const { kind, amount, tax, payee } = record;
      const reason = [record.reason, payee, tax && `${tax.code} ${tax.amount}`].filter(Boolean).join(', ');
      return [`${record.id}: ${kind.replaceAll('_', ' ')} ${amount}${reason && ` (${reason})`}`];
    }
    case 'shift': {
      const head = `${record.id}: shift, opened with ${record.opening_amount}`;
      const c = record.closing;
      if (!c) return [head];
      return [
        head,
        `  closed: expected ${c.cash_expected}, counted ${c.cash_counted}, removed ${c.cash_removed}, left ${c.cash_left}`,
      ];
    }
  }
}

function sayReceipt(record: ReceiptRecord): string[] {
  const what = record.total.startsWith('-') ? 'refund' : 'sale';
  const head = [
    `${record.id}: ${what} ${record.total}`,
    record.customer?.name,
    record.refund_of && `takes back ${record.refund_of.id}`,
    record.prices === 'exclusive' && 'prices before tax',
  ];
  const lines = record.lines.map((line) => {
    const quantity = line.quantity === '1' ? '' : `${line.quantity} × `;
    const price = line.unit_price ? ` at ${line.unit_price}` : '';
    const less = line.discount === '0' ? '' : `, discount ${line.discount}`;
    const more = line.surcharge === '0' ? '' : `, surcharge ${line.surcharge}`;
    const name = line.product?.name ?? line.kind;
    return `  ${quantity}${name}${price}${less}${more}: ${line.total}, ${line.tax.code} ${line.tax.amount}`;
  });
  const taxes = record.taxes.map((t) => `${t.code} ${t.amount}`).join(', ');
  return [
    head.filter(Boolean).join(', '),
    ...lines,
    ...(record.discount === '0' ? [] : [`  discount on the receipt: ${record.discount}`]),
    ...(record.rounding === '0' ? [] : [`  cash rounding: ${record.rounding}`]),
    ...(taxes ? [`  tax: ${taxes}`] : []),
    ...record.payments.map((p) => `  paid: ${p.type} ${p.amount}`),
  ];
}
