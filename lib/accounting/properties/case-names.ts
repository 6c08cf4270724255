/** What must occur among the generated receipts: the cases of issue “To the cent”, by name. */
export const receiptCases = [
  ...(['sale', 'sale refund', 'quantity with decimals', 'line discount', 'line surcharge'] as const),
  ...([
    'receipt discount',
    'receipt surcharge',
    'card surcharge',
    'tip',
    'prices inclusive',
    'prices exclusive',
  ] as const),
  ...(['several rates in one receipt', 'tax-free', 'tax rounded once for the receipt'] as const),
  ...(['cash rounding', 'lines miss the total', 'negative lines', 'exchange that gives money back'] as const),
  ...(['even exchange', 'zero receipt', '100 % discount', 'payment types swapped'] as const),
  ...([
    'split payment',
    'two payments of one type',
    'change given',
    'cash-back',
    'gift card sold',
    'gift card redeemed',
  ] as const),
  ...(['rest of a gift card paid out', 'store credit issued', 'store credit used', 'loyalty'] as const),
  ...(['loyalty turned into store credit', 'deposit or layby taken', 'deposit or layby collected'] as const),
  ...(['deposit as a payment type', 'on account', 'partly on account', 'named customer'] as const),
  ...(['cash-back on account', 'store credit against a debt', 'debt paid with a sale'] as const),
  ...(['debt paid with a refund', 'money given out on account with a refund'] as const),
  ...(['refund to another payment type', 'refund in two ways', 'refund that names no sale'] as const),
  ...([
    'refund on account that names no sale',
    'refund of a part',
    'refund of a part of a discounted receipt',
    'refund on account',
  ] as const),
  ...(['more refunds than sales in a payment type', 'after the cut-off'] as const),
] as const;

/** What must occur beside the receipts, counted as a share of them too. */
export const otherCases = [
  ...(['later payment of a debt', 'later payment of a part', 'one payment over several invoices'] as const),
  ...(['payment of more than is due on what it names'] as const),
  ...(['payment that names no invoice', 'cash in', 'cash out', 'floating expense'] as const),
  ...(['floating expense with tax', 'till variance over', 'till variance short', 'opening amount'] as const),
] as const;

export type Case = (typeof receiptCases)[number] | (typeof otherCases)[number];
