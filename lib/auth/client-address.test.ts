import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

test('the address that the nearest proxy wrote counts, not those that a sender can make up', () => {
  expect(clientAddress(new Headers({ 'x-forwarded-for': '1.1.1.1, 2.2.2.2' }))).toBe('2.2.2.2');
  expect(clientAddress({ 'x-forwarded-for': '3.3.3.3' })).toBe('3.3.3.3');
  expect(clientAddress({})).toBe('unknown');
  expect(clientAddress(undefined)).toBe('unknown');
});
