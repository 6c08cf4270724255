import { describe, expect, test } from 'vitest';
import {
  calendarDate,
  decimalOf,
  decodeAccounts,
  decodeOrganisation,
  decodeTaxRates,
} from './decode-organisation.ts';

describe('reading the organisation', () => {
  test('lock dates are calendar dates, whatever form Xero gives them', () => {
    expect(calendarDate('/Date(1222732800000+0000)/')).toBe('2008-09-30');
    expect(calendarDate('/Date(1222732800000)/')).toBe('2008-09-30');
    expect(calendarDate('/Date(-86400000+0000)/')).toBe('1969-12-31');
    expect(calendarDate('2026-06-30T00:00:00')).toBe('2026-06-30');
    expect(() => calendarDate('yesterday')).toThrow(RangeError);
  });

  test('rates are kept as the decimals that Xero wrote', () => {
    const json = '[15, 12.5, 8.25, 0, 4.1667, 0.1]';
    expect((JSON.parse(json) as number[]).map(decimalOf)).toEqual([
      '15',
      '12.5',
      '8.25',
      '0',
      '4.1667',
      '0.1',
    ]);
    expect(() => decimalOf(1e-9)).toThrow(RangeError);
    expect(() => decimalOf(Number.NaN)).toThrow(RangeError);
  });

  test('what Xero leaves out is null, never a default that would look like an answer', () => {
    expect(decodeOrganisation({ Organisations: [{ OrganisationID: 'o', Name: 'Harbour Lane' }] })).toEqual({
      tenantId: 'o',
      name: 'Harbour Lane',
      shortCode: null,
      countryCode: null,
      baseCurrency: null,
      timeZone: null,
      paysTax: null,
      organisationClass: null,
      periodLockDate: null,
      endOfYearLockDate: null,
    });
  });

  test('an account without a code or payments is told as such', () => {
    const account = {
      AccountID: 'a',
      Name: 'Till',
      Type: 'BANK',
      Class: 'ASSET',
      Status: 'ACTIVE',
      Code: '',
    };
    expect(decodeAccounts({ Accounts: [account] })).toEqual([
      expect.objectContaining({
        code: null,
        enablePaymentsToAccount: false,
        systemAccount: null,
        taxType: null,
      }),
    ]);
  });

  test('a tax rate may stand only where Xero says that it may', () => {
    const rate = {
      TaxType: 'OUTPUT',
      Name: 'GST on Income',
      EffectiveRate: 10,
      Status: 'ACTIVE',
      CanApplyToRevenue: true,
    };
    expect(decodeTaxRates({ TaxRates: [rate] })).toEqual([
      expect.objectContaining({ effectiveRate: '10', canApplyToRevenue: true, canApplyToAssets: false }),
    ]);
  });
});
