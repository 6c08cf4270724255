import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const list = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2,3.3.3.3' };

test('without a proxy to trust, what the header says is the sender’s own words', () => {
  expect(clientAddress(list, 0)).toBeNull();
  expect(clientAddress(new Headers(list), 0)).toBeNull();
});

test('the address that the farthest trusted proxy wrote counts, not those that a sender can make up', () => {
  expect(clientAddress(list, 1)).toBe('3.3.3.3');
  expect(clientAddress(new Headers(list), 2)).toBe('2.2.2.2');
});

test('a list too short for the proxies, an empty place or no header at all is no address', () => {
  expect(clientAddress(list, 4)).toBeNull();
  expect(clientAddress({ 'x-forwarded-for': '1.1.1.1, ' }, 1)).toBeNull();
  expect(clientAddress({}, 1)).toBeNull();
  expect(clientAddress(undefined, 1)).toBeNull();
});
