import { describe, expect, test } from 'vitest';
import { maxFileBytes } from './limits.ts';
import { openFile } from './open.ts';
import { FileRefused } from './refused.ts';
import { answers, nothingKnown, readAll, utf8 } from './testing.ts';

const heads = 'Receipt,Outlet,Date,Time,Total,Tax 10%,Payment';
const file = (...rows: string[]) => [heads, ...rows].join('\n');
const good = (n: number) => `R${n},Main,2024-03-0${n},10:0${n}:00,11.00,1.00,Cash`;
const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('a file that cannot be read is refused as a whole, with a sentence', () => {
  const cases: [string, Uint8Array, string, RegExp][] = [
    ['empty', utf8(''), 'empty_file', /file is empty/],
    ['only white space', utf8('\n  \n'), 'empty_file', /file is empty/],
    ['heads without rows', utf8(heads), 'empty_file', /holds no rows/],
    [
      'another encoding',
      latin1(file(good(1), 'R2,Caf\xe9,2024-03-02,10:00,11.00,1.00,Cash')),
      'wrong_encoding',
      /^Line 3 is not UTF-8.*“Read as Windows-1252”/,
    ],
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), 'not_text', /spreadsheet workbook.*CSV/],
    ['a PDF', utf8('%PDF-1.7'), 'not_text', /PDF/],
    ['zero bytes', utf8('a,b\n\u0000,1'), 'not_text', /zero bytes/],
    [
      'a quotation mark never closed',
      utf8(file(good(1), 'R2,"Main,2024-03-02,10:00,11.00,1.00,Cash')),
      'not_csv',
      /quotation mark.*never closed/,
    ],
    ['JSON cut off', utf8('[{"id":"1"},{"id"'), 'not_json', /ends in the middle/],
    ['JSON with a broken object', utf8('[{"id":"1"},{"id":01}]'), 'not_json', /Record 2 is not readable/],
    ['JSON of something else', utf8('{"name":"x"}'), 'not_json', /no list of receipts/],
    ['one column', utf8('Total\n1\n2'), 'one_column', /one column only/],
    ['50 MB', new Uint8Array(50 * 1024 * 1024), 'too_big', /Split it by month/],
    ['a byte too many', new Uint8Array(maxFileBytes + 1), 'too_big', /Split it by month/],
    ['too many rows', utf8(`a,b\n${'1,2\n'.repeat(200_001)}`), 'too_many_rows', /Split it by month/],
  ];
  test.each(cases)('%s', async (_, bytes, code, text) => {
    const refusal = await openFile(bytes, answers(), nothingKnown).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(FileRefused);
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(text) });
  });
});

describe('a bad row is refused with its line and reason, the good ones stay', () => {
  const cases: [string, string, number, string, RegExp][] = [
    [
      'a date that the calendar lacks',
      'R9,Main,2024-02-31,10:00,11.00,1.00,Cash',
      3,
      'date',
      /“2024-02-31” is not in the calendar/,
    ],
    ['no date at all', 'R9,Main,soon,10:00,11.00,1.00,Cash', 3, 'date', /“soon” is not a date/],
    ['an empty date', 'R9,Main,,10:00,11.00,1.00,Cash', 3, 'missing', /Date.* is empty/],
    ['a time that no clock shows', 'R9,Main,2024-03-09,25:00,11.00,1.00,Cash', 3, 'time', /“25:00”/],
    [
      'text in a number',
      'R9,Main,2024-03-09,10:00,11.0O,1.00,Cash',
      3,
      'number',
      /Total “11.0O” is not a number/,
    ],
    [
      'a decimal comma among points',
      'R9,Main,2024-03-09,10:00,"1,50",1.00,Cash',
      3,
      'number',
      /Total “1,50” is not a number with a decimal point/,
    ],
    ['a number in scientific notation', 'R9,Main,2024-03-09,10:00,1e3,1.00,Cash', 3, 'number', /“1e3”/],
    ['an empty total', 'R9,Main,2024-03-09,10:00,,1.00,Cash', 3, 'missing', /Total is empty/],
    [
      'an empty receipt number',
      ',Main,2024-03-09,10:00,11.00,1.00,Cash',
      3,
      'missing',
      /Receipt number is empty/,
    ],
    ['an empty payment type', 'R9,Main,2024-03-09,10:00,11.00,1.00,', 3, 'missing', /Payment type is empty/],
    ['tax against the total', 'R9,Main,2024-03-09,10:00,-11.00,1.00,Cash', 3, 'sign', /opposite sign/],
    ['a cell too many', 'R9,Main,2024-03-09,10:00,11.00,1.00,Cash,more', 3, 'cells', /8 cells.*7 heads/],
    ['a row cut off', 'R9,Main,2024-03-09,10:00,11.00', 3, 'cells', /5 cells.*7 heads/],
    [
      'an amount beyond all bounds',
      'R9,Main,2024-03-09,10:00,999999999999999.99,1.00,Cash',
      3,
      'range',
      /too large/,
    ],
    [
      'a time that daylight saving skips',
      'R9,Main,2024-10-06,02:30,11.00,1.00,Cash',
      3,
      'time',
      /skip its time/,
    ],
  ];
  test.each(cases)('%s', async (_, row, line, code, text) => {
    const { refused, receipts } = await readAll(
      file(good(1), row, good(2), good(3)),
      answers({ decimalMark: '.' }),
    );
    expect(refused).toEqual([{ line, code, text: expect.stringMatching(text) }]);
    expect(receipts.map((r) => r.id)).toEqual(['R1', 'R2', 'R3']);
  });

  test('lines are counted as an editor counts them, also after quoted line ends and empty lines', async () => {
    const { refused } = await readAll(
      file('R1,"Main\nStreet",2024-03-01,10:00,11.00,1.00,Cash', '', 'R2,Main,2024-03-02,10:00,x,1.00,Cash'),
    );
    expect(refused).toMatchObject([{ line: 5, code: 'number' }]);
  });
});

describe('the same receipt twice', () => {
  test('with the same content: the second is refused with the line of the first', async () => {
    const { refused, receipts } = await readAll(file(good(1), good(2), good(1)));
    expect(receipts.map((r) => r.id)).toEqual(['R1', 'R2']);
    expect(refused).toEqual([{ line: 4, code: 'twice', text: 'It is the same receipt as in line 2.' }]);
  });

  test('with other content: none comes in, for nobody knows which is right', async () => {
    const other = 'R1,Main,2024-03-04,12:00:00,5.50,0.50,Card';
    const { refused, receipts } = await readAll(file(good(1), good(2), other));
    expect(receipts.map((r) => r.id)).toEqual(['R2']);
    expect(refused.map((r) => [r.line, r.code])).toEqual([
      [2, 'twice'],
      [4, 'twice'],
    ]);
    expect(refused[0]!.text).toContain('line 4');
  });

  test('the same number in two outlets is two receipts', async () => {
    const { receipts, refused } = await readAll(file(good(1), good(1).replace('Main', 'Harbour')));
    expect([receipts.length, refused.length]).toEqual([2, 0]);
  });
});

describe('rows of totals are left out and named', () => {
  test.each([
    ['by the word', 'Total,,,,33.00,3.00,', /“Total”.*agrees with the rows above/],
    ['by the word, with a sum that is off', 'Grand total,,,,34.00,3.00,', /does not agree/],
    ['by its sum alone', ',,,,33.00,3.00,', /sum of the rows above/],
    ['by the word, cut off', 'Sum,,,,33.00', /“Sum”/],
  ])('%s', async (_, row, text) => {
    const { leftOut, receipts, refused } = await readAll(file(good(1), good(2), good(3), row));
    expect(leftOut).toEqual([{ kind: 'left_out', line: 5, text: expect.stringMatching(text) }]);
    expect([receipts.length, refused.length]).toEqual([3, 0]);
  });

  test('a receipt for a thing called Total is a receipt', async () => {
    const { receipts } = await readAll(`${heads},Product\n${good(1)},Total`);
    expect(receipts).toHaveLength(1);
  });
});

describe('what is missing is asked for', () => {
  const asked = async (text: string, more = {}) =>
    (await openFile(utf8(text), answers(more), nothingKnown)).questions.map((q) => q.option);

  test('a column for the total, the date, the payment type, the outlet', async () => {
    expect(await asked('Receipt,Outlet,Date,Payment\nR1,Main,2024-03-01,Cash')).toEqual(['columns.total']);
    expect(await asked('Receipt,Outlet,Total,Payment\nR1,Main,1.00,Cash')).toEqual(['columns.date']);
    expect(await asked('Receipt,Date,Total\nR1,2024-03-01,1.00')).toEqual(['outlet', 'payment']);
    expect(
      await asked('Receipt,Date,Total\nR1,2024-03-01,1.00', { outlet: 'Main', payment: 'Cash' }),
    ).toEqual([]);
  });

  test('time zone and currency', async () => {
    expect(await asked(file(good(1)), { timeZone: null, currency: null })).toEqual(['timeZone', 'currency']);
  });

  test('the decimal mark, where the file mixes them or never shows', async () => {
    expect(await asked(file(good(1), 'R2,Main,2024-03-02,10:00,"12,50",1.00,Cash'))).toEqual(['decimalMark']);
    expect(await asked(file('R2,Main,2024-03-02,10:00,"1,500",0,Cash'))).toEqual(['decimalMark']);
    expect(await asked(file('R2,Main,2024-03-02,10:00,1.500,0,Cash'))).toEqual(['decimalMark']);
  });

  test('what a value of the type column means', async () => {
    const text = `${heads},Type\n${good(1)},Sale\n${good(2)},Blorb`;
    expect(await asked(text)).toEqual(['kinds']);
    const { receipts } = await readAll(text, answers({ kinds: { Blorb: 'refund' } }));
    expect(receipts.map((r) => r.total)).toEqual(['11.00', '-11.00']);
  });

  test('nothing is read while a question is open', async () => {
    await expect(readAll(file(good(1)), answers({ currency: null }))).rejects.toThrow(/every question/);
  });
});
