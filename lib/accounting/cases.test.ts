import { describe, expect, test } from 'vitest';
import { shop } from '../../scripts/docs/case-shop.ts';
import { sayDocuments } from '../../scripts/docs/say-document.ts';
import { workCase, workCorrection } from '../../scripts/docs/work-case.ts';
import { caseGroups, correctionCases, openingCases, trackingCases } from './cases.ts';

describe.each(caseGroups)('$name', ({ cases }) => {
  test.each(cases)('$name', ({ records, becomes }) => {
    expect(sayDocuments(workCase(records), shop)).toEqual(becomes);
  });
});

describe('Opening amounts', () => {
  test.each(openingCases)('$name', ({ records, becomes, heldBefore }) => {
    expect(sayDocuments(workCase(records, heldBefore), shop)).toEqual(becomes);
  });
});

describe('Tracking by outlet and register', () => {
  test.each(trackingCases)('$name', ({ records, becomes, tracking }) => {
    expect(sayDocuments(workCase(records, null, tracking), shop)).toEqual(becomes);
  });
});

describe('What the till changed or voided after it was posted', () => {
  test.each(correctionCases)('$name', ({ becomes, ...records }) => {
    const { posted, correction } = workCorrection(records);
    expect(sayDocuments(correction, shop, posted)).toEqual(becomes);
  });
});

test('no two cases have one name', () => {
  const names = caseGroups.flatMap(({ cases }) => cases.map((c) => c.name));
  expect(names.length).toBeGreaterThan(40);
  expect(new Set(names).size).toBe(names.length);
});
