import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answers, readAll } from './testing.ts';

// A public practice data set that lies beside the checkout where it is present; it is not ours to carry.
const file = path.resolve(import.meta.dirname, '../../../../shared/data/supermarket_sales.csv');

test.skipIf(!existsSync(file))(
  'the supermarket’s 1,000 receipts come in unchanged, to the cent',
  async () => {
    const { tally, names } = await readAll(
      readFileSync(file),
      answers({ dateOrder: 'MDY', timeZone: 'Asia/Yangon' }),
    );
    expect(tally).toMatchObject({
      records: 1000,
      receipts: 1000,
      refunds: 0,
      suspected: 0,
      refusedCount: 0,
      leftOutCount: 0,
      rounded: 838,
    });
    expect(tally.total.map((t) => t.total)).toEqual(['322967.43']);
    expect(tally.taxes.map((t) => [t.name, t.total])).toEqual([['TAX-5', '15380.05']]);
    expect(tally.outlets.map((o) => [o.name, o.count, o.total])).toEqual([
      ['A', 340, '106200.57'],
      ['B', 332, '106198.00'],
      ['C', 328, '110568.86'],
    ]);
    expect(tally.paymentTypes.map((p) => [p.name, p.total])).toEqual([
      ['cash', '112206.76'],
      ['credit-card', '100767.29'],
      ['ewallet', '109993.38'],
    ]);
    expect([...names.payments.values()].map((p) => [p.code, p.kind])).toEqual([
      ['ewallet', 'other'],
      ['cash', 'cash'],
      ['credit-card', 'card'],
    ]);
  },
);
