import { describe, expect, test } from 'vitest';
import { businessLabel, businessLabelPattern } from './business-label.ts';

describe('the Tagrain label of a business', () => {
  test.each([
    ['Harbour Coffee', 'harbour-coffee'],
    ['Café Noir & Co.', 'cafe-noir-and-co'],
    ["Joe's  Bikes", 'joes-bikes'],
    ['Straße 7', 'strasse-7'],
    ['Crème Brûlée', 'creme-brulee'],
    ['  --A1--  ', 'a1'],
    ['https://evil.example/x', 'https-evil-example-x'],
    [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
  ])('of %j is %j', (name, label) => {
    expect(businessLabel(name)).toBe(label);
    expect(label).toMatch(businessLabelPattern);
  });

  test.each(['', '!', 'A', '寿司'])('cannot be made of %j', (name) => {
    expect(businessLabel(name)).toBeNull();
  });
});
