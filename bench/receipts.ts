import { mapping, organisation } from '../lib/accounting/fixture.ts';
import { defaultPolicy } from '../lib/accounting/posting-policy.ts';
import type { PageContext } from '../lib/sync/plan-page.ts';

/** Made-up receipts as the feed hands them over: the n-th is always the same one, so that nothing has to be kept. */
export function feedReceipt(n: number): unknown {
  const lines = Array.from({ length: 1 + (n % 6) }, (_, i) => {
    const cents = 110 * (1 + ((n * 7 + i * 13) % 90));
    const taxed = (n + i) % 4 !== 0;
    return {
      kind: 'product',
      product: { id: `P${(n + i) % 200}`, name: `Product ${(n + i) % 200}`, category: `Category ${i}` },
      quantity: '1',
      unit_price: decimal(cents),
      discount: '0.00',
      surcharge: '0.00',
      total: decimal(cents),
      tax: taxed ? { code: 'GST', amount: decimal(cents / 11) } : { code: 'FREE', amount: '0.00' },
      cents,
      taxCents: taxed ? cents / 11 : 0,
    };
  });
  const total = lines.reduce((sum, l) => sum + l.cents, 0);
  const tax = lines.reduce((sum, l) => sum + l.taxCents, 0);
  const inCash = n % 3 === 0 ? total : n % 3 === 1 ? 0 : 110;
  const payments = [
    { id: '1', type: 'cash', amount: decimal(inCash) },
    { id: '2', type: 'card', amount: decimal(total - inCash) },
  ];
  const free = lines.some((l) => l.tax.code === 'FREE') ? [{ code: 'FREE', amount: '0.00' }] : [];
  const gst = lines.some((l) => l.tax.code === 'GST') ? [{ code: 'GST', amount: decimal(tax) }] : [];
  return {
    ...{ type: 'receipt', outlet: 'HL1', register: 'HL1-R1', id: `HL1-R1-${String(n).padStart(9, '0')}` },
    ...{ version: 1, at: '2026-11-01T09:12:33+11:00', currency: 'AUD', status: 'completed', customer: null },
    ...{ prices: 'inclusive', refund_of: null, discount: '0.00', rounding: '0.00', total: decimal(total) },
    lines: lines.map(({ cents: _cents, taxCents: _taxCents, ...line }) => line),
    taxes: [...gst, ...free],
    payments: payments.filter((p) => p.amount !== '0.00'),
  };
}

const decimal = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** A shop that is mapped, as the planner sees it. */
export const shop: PageContext = {
  shortId: 'K7Q2MX',
  mappings: [{ id: 1, validFrom: '2026-01-01', body: mapping }],
  policies: [{ ...defaultPolicy, validFrom: '2026-01-01', outlet: null }],
  cashPaymentType: 'cash',
  organisation,
  outletName: () => 'Harbour Lane',
  lateItems: 'hold',
  shiftLacks: () => null,
  invoiceKeys: new Map(),
  openInvoices: [],
  olderDebts: [],
  tillBalances: new Map(),
};
