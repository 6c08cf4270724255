import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { receiptRecord } from '../schema.ts';
import { openFile } from './open.ts';
import { answers, nothingKnown, readAll, utf8 } from './testing.ts';

const stalls = readFileSync(new URL('./fixtures/three-stalls.csv', import.meta.url));
const stallAnswers = answers({ dateOrder: 'MDY' });

describe('an export with heads that are not ours', () => {
  test('its columns are matched, and 2/1/2024 is asked about although 2/13/2024 gives it away', async () => {
    const { look, questions } = await openFile(stalls, answers(), nothingKnown);
    expect(look!.settings.columns).toMatchObject({
      receiptId: 0,
      outlet: 1,
      product: 4,
      unitPrice: 5,
      quantity: 6,
      tax: 7,
      total: 8,
      date: 9,
      time: 10,
      payment: 11,
      customer: null,
    });
    expect(questions.map((q) => q.option)).toEqual(['dateOrder']);
  });

  test('each receipt is rounded half up to the cent, once, and sums by outlet, payment and tax are right', async () => {
    const { tally, names } = await readAll(stalls, stallAnswers);
    expect(tally).toMatchObject({ records: 6, rounded: 5, refusedCount: 0, leftOutCount: 0 });
    expect(tally.total).toEqual([{ name: 'Total', currency: 'AUD', count: 6, total: '121.39' }]);
    expect(tally.outlets.map((o) => [o.name, o.total])).toEqual([
      ['East', '50.25'],
      ['North', '52.24'],
      ['South', '18.90'],
    ]);
    expect(tally.paymentTypes.map((p) => [p.name, p.total])).toEqual([
      ['cash', '52.24'],
      ['credit-card', '51.75'],
      ['ewallet', '17.40'],
    ]);
    expect(tally.taxes).toEqual([{ name: 'TAX-5', currency: 'AUD', count: 6, total: '5.79' }]);
    expect([...names.payments.values()].map((p) => p.kind)).toEqual(['cash', 'card', 'other']);
  });

  test('a receipt has the shape of the feed, with the prices as they are in the file: without tax', async () => {
    const { receipts } = await readAll(stalls, stallAnswers);
    for (const receipt of receipts) expect(receiptRecord.safeParse(receipt).error).toBeUndefined();
    expect(receipts[0]).toEqual({
      type: 'receipt',
      outlet: 'North',
      register: 'main',
      shift: null,
      id: 'T-0001',
      version: 1,
      at: '2024-02-01T09:04:00+11:00',
      currency: 'AUD',
      status: 'completed',
      customer: null,
      prices: 'exclusive',
      refund_of: null,
      lines: [
        {
          kind: 'product',
          product: { id: 'Bread and cakes', name: 'Bread and cakes', category: null },
          quantity: '3',
          unit_price: '3.25',
          discount: '0.00',
          surcharge: '0.00',
          total: '9.75',
          tax: { code: 'TAX-5', amount: '0.49' },
        },
      ],
      discount: '0.00',
      taxes: [{ code: 'TAX-5', amount: '0.49' }],
      rounding: '0.00',
      total: '10.24',
      payments: [{ id: '1', type: 'cash', amount: '10.24' }],
    });
  });

  test('the wrong order of day and month refuses the days that do not exist', async () => {
    const { refused } = await readAll(stalls, answers({ dateOrder: 'DMY' }));
    expect(refused.map((r) => [r.line, r.code])).toEqual([
      [4, 'date'],
      [6, 'date'],
    ]);
  });
});

describe('encodings and delimiters', () => {
  const text =
    'Beleg-Nr;Filiale;Datum;Uhrzeit;Betrag;Zahlungsart\n1;Köln;05.03.2024;10:00;1.234,56;Bar\n2;Köln;28.03.2024;11:00;-2,5;Karte\n';
  const german = answers({ dateOrder: 'DMY' });
  const check = async (bytes: Uint8Array, more = {}) => {
    const { receipts, names } = await readAll(bytes, { ...german, ...more });
    expect(receipts.map((r) => [r.outlet, r.total, r.payments[0]!.type])).toEqual([
      ['Köln', '1234.56', 'bar'],
      ['Köln', '-2.50', 'karte'],
    ]);
    expect([...names.payments.values()].map((p) => p.kind)).toEqual(['cash', 'card']);
  };
  const utf16 = (bigEndian: boolean) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  test('UTF-8, semicolons, decimal commas', () => check(utf8(text)));
  test('UTF-8 with its mark', () => check(utf8(`\ufeff${text}`)));
  test('UTF-16, little endian', () => check(utf16(false)));
  test('UTF-16, big endian', () => check(utf16(true)));
  test('Windows-1252, when chosen', () => check(Buffer.from(text, 'latin1'), { encoding: 'windows-1252' }));
  test('tabs', () => check(utf8(text.replaceAll(';', '\t'))));
  test('upright lines', () => check(utf8(text.replaceAll(';', '|'))));
  test('the characters that Windows has and Latin-1 has not', async () => {
    const bytes = Buffer.from('id,outlet,date,total,payment\n1,caf\xe9 \x80,2024-03-01,1.00,cash', 'latin1');
    const { receipts } = await readAll(bytes, answers({ encoding: 'windows-1252' }));
    expect(receipts[0]!.outlet).toBe('café €');
  });
  test('a title above the heads is left out', async () => {
    const { file, receipts } = await readAll(`Sales of March\n\n${text}`, german);
    expect([file.table.linesAbove, receipts.length]).toEqual([[1], 2]);
  });
});

describe('several rows of one receipt', () => {
  const heads = 'Receipt,Outlet,Date,Time,Product,Quantity,Unit price,Total,Tax 5%,Payment';
  const rows = [
    'R1,Main,2024-03-01,10:00,Tea,3,1.11,3.33,0.1586,Cash',
    'R2,Main,2024-03-01,10:05,Cup,1,8.00,8.00,0.3810,Card',
    'R1,Main,2024-03-01,10:00,Jam,1,2.225,2.225,0.1060,Cash',
  ];
  const text = [heads, ...rows].join('\n');

  test('are its lines: the receipt is rounded, and its lines and taxes make it to the cent', async () => {
    const { file, receipts } = await readAll(text);
    expect(file.look!.rowIs).toBe('line');
    expect(receipts.map((r) => [r.id, r.total])).toEqual([
      ['R2', '8.00'],
      ['R1', '5.56'],
    ]);
    expect(receipts[1]).toMatchObject({
      lines: [
        { total: '3.33', quantity: '3', unit_price: '1.11' },
        { total: '2.23', unit_price: '2.225' },
      ],
      taxes: [{ code: 'TAX-5', amount: '0.26' }],
      payments: [{ type: 'cash', amount: '5.56' }],
    });
  });

  test('a bad line refuses the whole receipt, and only that', async () => {
    const { receipts, refused } = await readAll(text.replace('2.225,2.225', '2.225,x'));
    expect(receipts.map((r) => r.id)).toEqual(['R2']);
    expect(refused.map((r) => [r.line, r.code])).toEqual([
      [4, 'number'],
      [2, 'other_line'],
    ]);
  });

  test('that disagree about the moment are refused', async () => {
    const { refused } = await readAll(text.replace('10:00,Jam', '10:01,Jam'), answers({ rowIs: 'line' }));
    expect(refused.map((r) => r.code)).toEqual(['lines_disagree', 'lines_disagree']);
  });

  test('with the same total each: a person says whose total it is', async () => {
    const repeated =
      'id,outlet,date,total,payment,product\n1,M,2024-03-01,9.00,cash,Tea\n1,M,2024-03-01,9.00,cash,Jam\n';
    expect((await openFile(utf8(repeated), answers(), nothingKnown)).questions.map((q) => q.option)).toEqual([
      'totalIs',
    ]);
    const of = async (totalIs: string) => (await readAll(repeated, answers({ totalIs }))).receipts[0]!;
    expect((await of('line')).total).toBe('18.00');
    expect(await of('receipt')).toMatchObject({
      total: '9.00',
      lines: [{ total: '9.00', product: { name: 'Tea, Jam' } }],
    });
  });
});

describe('refunds, voided receipts and payments', () => {
  const heads = 'id,outlet,date,time,type,total,tax,payment,payment amount,payment 2,payment 2 amount,qty';
  const read = (...rows: string[]) => readAll([heads, ...rows].join('\n'));
  test('a refund turns its amounts, once', async () => {
    const { receipts } = await read(
      '1,M,2024-03-01,10:00,Refund,10.50,0.50,cash,,,,2',
      '2,M,2024-03-01,10:00,Refund,-10.50,-0.50,cash,,,,-2',
    );
    expect(receipts).toHaveLength(2);
    for (const r of receipts) {
      expect(r).toMatchObject({
        total: '-10.50',
        taxes: [{ amount: '-0.50' }],
        payments: [{ amount: '-10.50' }],
        lines: [{ quantity: '-2', total: '-10.50' }],
      });
    }
  });
  test('a voided receipt comes in voided and counts in no sum', async () => {
    const { receipts, tally } = await read(
      '1,M,2024-03-01,10:00,Void,10.50,0.50,cash,,,,',
      '2,M,2024-03-01,10:00,Sale,1.00,0,cash,,,,',
    );
    expect(receipts[0]!.status).toBe('voided');
    expect(tally.total[0]).toMatchObject({ total: '1.00', count: 1 });
  });
  test('two payments make the total, the first may be left to be worked out', async () => {
    const { receipts, refused } = await read(
      '1,M,2024-03-01,10:00,Sale,10.50,0.50,cash,4.00,card,6.50,',
      '2,M,2024-03-01,10:00,Sale,10.50,0.50,cash,,card,6.50,',
      '3,M,2024-03-01,10:00,Sale,10.50,0.50,cash,4.00,card,6.00,',
    );
    for (const r of receipts) expect(r.payments.map((p) => p.amount)).toEqual(['4.00', '6.50']);
    expect(refused).toMatchObject([
      { line: 4, code: 'payments', text: 'Its payments make 10, but its total is 10.5.' },
    ]);
  });
  test('tax on top of the total is added to what was paid', async () => {
    const { receipts } = await readAll(
      'id,outlet,date,total,tax,payment\n1,M,2024-03-01,10.00,0.50,cash',
      answers({ taxIs: 'added' }),
    );
    expect(receipts[0]).toMatchObject({
      prices: 'exclusive',
      total: '10.50',
      lines: [{ total: '10.00' }],
      payments: [{ amount: '10.50' }],
    });
  });
});

describe('tax codes', () => {
  const codes = async (taxHead: string, tax: string, more = '') => {
    const { receipts } = await readAll(
      `id,outlet,date,total,payment,${taxHead}\n1,M,2024-03-01,20.00,cash,${tax}${more}`,
    );
    return receipts[0]!.lines[0]!.tax.code;
  };
  test.each([
    ['Tax 5%', '1.00', 'TAX-5'],
    ['GST', '1.00', 'GST'],
    ['VAT amount', '1.00', 'VAT'],
    ['Tax 5%', '0.00', 'TAX-0'],
    ['Rating', '4', 'NONE'],
    ['Tax,Tax rate', '1.00,5.0%', 'TAX-5'],
    ['Tax,Tax code', '1.00,Reduced', 'REDUCED'],
  ])('%s with %s is %s', async (head, tax, code) => expect(await codes(head, tax)).toBe(code));
});

describe('receipts without numbers', () => {
  const row = 'M,2024-03-01,10:00,5.00,cash';
  const text = `outlet,date,time,total,payment\n${row}\n${row}\nM,2024-03-01,10:01,5.00,cash\n`;
  test('get an id from what they are, the same in another export', async () => {
    const one = await readAll(text);
    const other = await readAll(`outlet,date,time,total,payment\nM,2024-02-28,10:01,5.00,cash\n${row}\n`);
    expect(one.receipts[0]!.id).toMatch(/^file-[0-9a-f]{24}-1$/);
    expect(other.receipts[1]!.id).toBe(one.receipts[0]!.id);
  });
  test('with the same outlet, time, total and payments are suspected duplicates', async () => {
    const { receipts, tally } = await readAll(text);
    expect(receipts.map((r) => r.suspected_duplicate_of)).toEqual([
      undefined,
      { outlet: 'M', id: receipts[0]!.id },
      undefined,
    ]);
    expect(tally.suspected).toBe(1);
  });
});

describe('times', () => {
  const at = async (row: string, more = {}) =>
    (await readAll(`id,outlet,date,time,total,payment\n1,M,${row},1,cash`, answers(more))).receipts[0]!.at;
  test('are those of the outlet, in summer and in winter', async () => {
    expect(await at('2024-01-05,13:08')).toBe('2024-01-05T13:08:00+11:00');
    expect(await at('2024-07-05,1:08:09 pm')).toBe('2024-07-05T13:08:09+10:00');
  });
  test('with an offset keep it', async () =>
    expect(await at('2024-01-05T13:08:00Z,')).toBe('2024-01-05T13:08:00Z'));
  test('that the clock shows twice are the first', async () =>
    expect(await at('2024-04-07,02:30')).toBe('2024-04-07T02:30:00+11:00'));
  test('left out altogether: the business day begins', async () => {
    const { receipts } = await readAll(
      'id,outlet,date,total,payment\n1,M,2024-01-05,1,cash',
      answers({ dayCutoff: '04:00' }),
    );
    expect(receipts[0]!.at).toBe('2024-01-05T04:00:00+11:00');
    expect(receipts[0]!.at_precision).toBe('day');
  });
  test('left out: by the cut-off of an outlet that is known, whatever is chosen for new ones', async () => {
    const known = {
      outlets: [{ id: 'M', name: 'M', timeZone: 'Australia/Sydney', dayCutoff: '04:00', registers: [] }],
      paymentTypes: [],
    };
    const { receipts } = await readAll(
      'id,outlet,date,total,payment\n1,M,2024-01-05,1,cash',
      answers({ dayCutoff: '00:00' }),
      known,
    );
    expect(receipts[0]!.at).toBe('2024-01-05T04:00:00+11:00');
  });
});

describe('names that the portal knows', () => {
  const known = {
    outlets: [
      {
        id: 'HL1',
        name: 'Harbour Lane',
        timeZone: 'Australia/Perth',
        registers: [{ id: 'HL1-R1', name: 'Front till' }],
      },
    ],
    paymentTypes: [{ code: 'card', name: 'Credit card' }],
  };
  test('become the till’s own ids, so that the same receipt by two ways is one', async () => {
    const text =
      'id,outlet,register,date,time,total,payment\n1,harbour lane,Front till,2024-01-05,10:00,1,Credit Card\n2,HL1,HL1-R1,2024-01-05,10:00,1,card\n';
    const { receipts } = await readAll(text, answers(), known);
    for (const r of receipts) {
      expect(r).toMatchObject({
        outlet: 'HL1',
        register: 'HL1-R1',
        at: '2024-01-05T10:00:00+08:00',
        payments: [{ type: 'card' }],
      });
    }
  });
});

describe('JSON', () => {
  test('an array of objects is read like rows, numbers digit by digit', async () => {
    const text =
      '[{"id":1,"outlet":"M","date":"2024-03-01","total":0.30000000000000004,"payment":{"type":"cash"}},{"id":2,"outlet":"M","date":"2024-03-02","total":-12.345,"payment":{"type":"card"}}]';
    const { receipts, file } = await readAll(text, answers());
    expect(file.table.heads).toEqual(['id', 'outlet', 'date', 'total', 'payment.type']);
    expect(receipts.map((r) => r.total)).toEqual(['0.30', '-12.35']);
  });

  const record = {
    type: 'receipt',
    outlet: 'HL1',
    register: 'R1',
    id: 'X1',
    version: 1,
    at: '2026-11-01T09:12:33+11:00',
    currency: 'AUD',
    status: 'completed',
    prices: 'inclusive',
    lines: [
      {
        kind: 'product',
        quantity: '1',
        unit_price: '45.00',
        total: '45.00',
        tax: { code: 'NONE', amount: '0.00' },
      },
    ],
    taxes: [],
    total: '45.00',
    payments: [{ id: '1', type: 'cash', amount: '45.00' }],
    colour: 'kept',
  };
  test('records of the feed are kept as they came; twice, and against the schema, are refused', async () => {
    const text = JSON.stringify({
      made: 'x',
      records: [
        record,
        record,
        { ...record, id: 'X2', total: 45 },
        { ...record, id: 'X3' },
        { ...record, id: 'X3', colour: 'other' },
      ],
    });
    const { receipts, refused, file } = await readAll(text);
    expect(file.table.format).toBe('records');
    expect(receipts).toEqual([record]);
    expect(refused.map((r) => [r.line, r.code])).toEqual([
      [2, 'twice'],
      [3, 'not_a_record'],
      [4, 'twice'],
      [5, 'twice'],
    ]);
  });
});
