import { expect, test } from 'vitest';
import { canonicalJson } from '@/lib/tagrain/canonical';
import { toKeep } from './keepable.ts';

const record = (more: object) => ({ outlet: 'HL1', id: 'R1', version: 1, ...more });

test('a record that can be stored is kept as it came', () => {
  const came = record({ lines: [{ name: 'Café ☕', quantity: '1', tax: null }], payments: [] });
  expect(toKeep(came)).toMatchObject({ outlet: 'HL1', id: 'R1', version: 1, body: came });
});

test('what PostgreSQL cannot hold is replaced, in names and values, and all else stays', () => {
  const came = record({ lines: [{ name: 'a\u0000b' }, { name: 'c' }], 'k\ud800': { deep: '\udc00' } });
  const mended = record({ lines: [{ name: 'a\uFFFDb' }, { name: 'c' }], 'k\uFFFD': { deep: '\uFFFD' } });
  expect(toKeep(came).body).toEqual(mended);
});

test('what is nested deeper than any record is cut there', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 'end' : { in: nested(depth - 1) });
  expect(JSON.stringify(toKeep(record({ x: nested(30) })).body)).toContain('(too deep)');
});

test('canonical JSON has its keys in order and leaves out what is undefined', () => {
  const value = { b: [1, null, { d: 'x', c: undefined }], a: '"', '10': true, '9': {} };
  expect(canonicalJson(value)).toBe('{"10":true,"9":{},"a":"\\"","b":[1,null,{"d":"x"}]}');
  expect(canonicalJson([undefined, []])).toBe('[null,[]]');
});
