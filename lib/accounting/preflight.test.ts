import { expect, test } from 'vitest';
import { RefusalGroups } from './preflight.ts';

const rate = { code: 'tax_rate_missing' as const, text: 'Choose GST.', field: 'taxTypes.GST' };

test('refusals are counted by reason and field, what stops before what waits', () => {
  const groups = new RefusalGroups();
  groups.add(1, [{ code: 'summary_waits', text: 'It waits for receipt 2.' }]);
  groups.add(2, [rate, { ...rate, field: 'taxTypes.FREE', text: 'Choose FREE.' }]);
  groups.add(3, [rate]);
  groups.add(4, [{ code: 'till_balance_unknown' as never, text: 'It is read later.' }]);
  expect(groups.list().map((g) => [g.tone, g.code, g.field, g.count])).toEqual([
    ['stop', 'tax_rate_missing', 'taxTypes.GST', 2],
    ['stop', 'tax_rate_missing', 'taxTypes.FREE', 1],
    ['wait', 'summary_waits', null, 1],
    ['note', 'till_balance_unknown', null, 1],
  ]);
});

test('a group tells its first record and leads to the very field', () => {
  const groups = new RefusalGroups();
  groups.add(7, [rate]);
  groups.add(8, [{ ...rate, text: 'Choose GST, again.' }]);
  groups.add(9, [{ code: 'locked_period', text: 'It is locked.' }]);
  const [byRate, byLock] = groups.list();
  expect(byRate).toMatchObject({ exampleId: 7, example: 'Choose GST.', mend: { target: 'taxTypes.GST' } });
  expect(byLock).toMatchObject({ mend: { at: 'accounts', target: 'lateItems' } });
});

test('a record that gives one reason twice counts once', () => {
  const groups = new RefusalGroups();
  groups.add(1, [rate, { ...rate, text: 'Choose GST for the second line.' }]);
  expect(groups.list()[0]?.count).toBe(1);
});
