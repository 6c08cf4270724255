import { describe, expect, test } from 'vitest';
import type { SetUpRow } from '@/db/queries/set-up';
import { currencyClash, setUpSteps } from './set-up-state.ts';

const fresh: SetUpRow = {
  retailerName: 'Harbour Lane Stores',
  business: 'harbour-lane',
  hasFeedKey: false,
  feedBusiness: null,
  feedBusinessAt: null,
  startDate: null,
  deactivatedAt: null,
  attentionCode: null,
  attentionText: null,
  clientId: null,
  appTestedAt: null,
  connectionState: null,
  connectedAt: null,
  endedWhy: null,
  usesOwnApp: null,
  organisationName: null,
  countryCode: null,
  baseCurrency: null,
  chartAt: null,
  hasMapping: false,
};
const live = {
  connectionState: 'live',
  organisationName: 'Harbour Lane Stores Pty Ltd',
  baseCurrency: 'AUD',
};
const australian = {
  business: 'harbour-lane',
  name: 'Harbour Lane Stores',
  country: 'AU',
  currency: 'AUD',
  minor_digits: 2,
  prices: 'inclusive',
  taxes: [],
  payment_types: [],
  outlets: [
    {
      id: 'HL1',
      name: 'Harbour Lane',
      time_zone: 'Australia/Sydney',
      day_cutoff: '04:00',
      registers: [{ id: 'R', name: 'Till' }],
    },
  ],
};

const states = (row: Partial<SetUpRow>, operatorApp = false) =>
  setUpSteps({ ...fresh, ...row }, { operatorApp }).map((step) => step.state);

describe('the way through Set It Up', () => {
  test('begins with the app', () => {
    expect(states({})).toEqual(['next', 'later', 'later', 'later', 'later']);
  });

  test('goes straight to the authorization where the operator brings an app', () => {
    expect(states({}, true)).toEqual(['done', 'next', 'later', 'later', 'later']);
  });

  test('leads from one step to the next, and ends with posting', () => {
    const app = { clientId: 'A'.repeat(32) };
    expect(states({ ...app })).toEqual(['done', 'next', 'later', 'later', 'later']);
    expect(states({ ...app, ...live })).toEqual(['done', 'done', 'next', 'later', 'later']);
    expect(states({ ...app, ...live, hasFeedKey: true })).toEqual(['done', 'done', 'done', 'next', 'later']);
    const posting = { ...app, ...live, hasFeedKey: true, hasMapping: true, startDate: '2026-11-01' };
    expect(states(posting)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  test('a connection that has come undone is to be mended, not merely next', () => {
    const app = { clientId: 'A'.repeat(32) };
    expect(states({ ...app, connectionState: 'reconnect' })[1]).toBe('mend');
    expect(states({ ...app, connectionState: 'ended', startDate: '2026-11-01' })[1]).toBe('mend');
  });

  test('counts outlets and registers', () => {
    const steps = setUpSteps(
      { ...fresh, hasFeedKey: true, feedBusiness: australian },
      { operatorApp: false },
    );
    expect(steps.find((step) => step.name === 'feed')?.detail).toBe('1 outlet, 1 register');
  });

  test('says when the till’s currency has more decimals than Xero keeps, before anything is connected', () => {
    const kuwaiti = { ...australian, currency: 'KWD' };
    expect(currencyClash({ ...fresh, feedBusiness: kuwaiti })).toContain('KWD, which has 3 decimals');
  });

  test('says when till and books are in different currencies', () => {
    expect(currencyClash({ ...fresh, ...live, feedBusiness: australian })).toBeNull();
    expect(currencyClash({ ...fresh, ...live, baseCurrency: 'NZD', feedBusiness: australian })).toContain(
      'trades in AUD, but the books of Harbour Lane Stores Pty Ltd are kept in NZD',
    );
  });
});
