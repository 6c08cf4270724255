import { describe, expect, test } from 'vitest';
import type { Books, XeroEntry } from './books.ts';
import { check, isClean } from './check.ts';
import { ShiftBook } from './shift-book.ts';

const accounts = { till: 'Drawer one', card: 'Cards to come', giftcard: 'Gift cards owed' };

/** A shift with a cash sale, equal cash in and out, and Xero's books as they must be of it. */
function books(): Books {
  const shift = new ShiftBook({ outlet: 'HL1', register: 'R1' }, '2026-11-20', 'S1', 20000);
  shift.receipt('T01', [['cash', 4500]]);
  shift.cash('M01', 'cash_in', 1000, { reason: 'Change' });
  shift.cash('M02', 'cash_in', 1000, { reason: 'Change' });
  shift.close(-500, 10000);
  const transfer = (reference: string, from: string, to: string, amount: string): XeroEntry => ({
    ...{ kind: 'bankTransfer', reference, date: '2026-11-20', from, to, amount, status: 'AUTHORISED' },
  });
  const balance = (account: string, name: string, amount: string): XeroEntry => ({
    ...{ kind: 'balance', account, name, balance: amount },
  });
  const entries: XeroEntry[] = [
    { kind: 'contact', name: 'Walk-in customers', status: 'ACTIVE' },
    { kind: 'contact', name: 'Tagrain till', status: 'ACTIVE' },
    { kind: 'invoice', number: 'ABC123-HL1-T01-1', status: 'PAID', total: '45.00' },
    {
      ...{ kind: 'payment', document: 'ABC123-HL1-T01-1', account: 'CR1', amount: '45.00' },
      ...{ reference: 'ABC123-HL1-T01-1-P1', status: 'AUTHORISED' },
    },
    transfer('ABC123-HL1-R1-OPEN', '093', 'CR1', '200.00'),
    transfer('ABC123-HL1-M01-1-IN', '093', 'CR1', '10.00'),
    transfer('ABC123-HL1-M02-1-IN', '093', 'CR1', '10.00'),
    transfer('ABC123-HL1-S1-2-OUT', 'CR1', '093', '160.00'),
    {
      ...{ kind: 'bankTransaction', type: 'SPEND', reference: 'ABC123-HL1-S1-2-VAR', status: 'AUTHORISED' },
      ...{ bankAccount: 'CR1', total: '5.00' },
    },
    balance('CR1', 'Drawer one', '100.00'),
    balance('CR2', 'Cards to come', '0.00'),
    balance('CR3', 'Gift cards owed', '0.00'),
    balance('093', 'Cash in Transit', '-60.00'),
  ];
  return { records: shift.records, entries, problems: [] };
}

const judge = (change: (b: Books) => void) => {
  const changed = books();
  change(changed);
  return check(changed, accounts, { summed: false, undone: [] });
};

test('books that agree are clean', () => {
  const verdict = judge(() => {});
  expect(verdict).toEqual({ duplicates: [], losses: [], differences: [] });
  expect(isClean(verdict)).toBe(true);
});

test('a second transfer of equal amount and reference is a duplicate', () => {
  const again = (b: Books) => b.entries.push(b.entries.find((e) => e.reference === 'ABC123-HL1-M01-1-IN')!);
  expect(judge(again).duplicates).toEqual(['bankTransfer HL1-M01-1-IN 10.00 to Drawer one']);
});

test('a twin does not stand in for the one that is lost', () => {
  const { losses, duplicates } = judge((b) => {
    b.entries.find((e) => e.reference === 'ABC123-HL1-M02-1-IN')!.reference = 'ABC123-HL1-M01-1-IN';
  });
  expect(losses).toEqual(['bankTransfer HL1-M02-1-IN 10.00 to Drawer one']);
  expect(duplicates).toEqual(['bankTransfer HL1-M01-1-IN 10.00 to Drawer one']);
});

test('a document that is not there, or was voided, is a loss', () => {
  const loss = 'invoice HL1-T01-1 45.00';
  expect(judge((b) => b.entries.splice(2, 1)).losses).toContain(loss);
  expect(
    judge((b) => {
      b.entries[2]!.status = 'VOIDED';
    }).losses,
  ).toContain(loss);
});

test('money on the wrong side is a difference to the cent', () => {
  const { differences } = judge((b) => {
    b.entries.find((e) => e.name === 'Drawer one')!.balance = '110.01';
  });
  expect(differences).toEqual([{ account: 'Drawer one', cents: 1001 }]);
});

describe('what the till changed after it was posted', () => {
  const sale = (b: Books) => b.records.find((r) => r.id === 'T01')!;
  const correction = (kind: string, amount: string): XeroEntry[] => [
    { kind, number: 'ABC123-HL1-T01-2-C', status: 'PAID', total: amount },
    {
      ...{ kind: 'payment', document: 'ABC123-HL1-T01-2-C', account: 'CR1', amount },
      ...{ reference: 'ABC123-HL1-T01-2-C-P0123456789ABCDEF', status: 'AUTHORISED' },
    },
  ];
  const balanceOf = (b: Books, amount: string) => {
    b.entries.find((e) => e.name === 'Drawer one')!.balance = amount;
  };

  test('has the difference beside what was posted first: all of it where it was voided', () => {
    const isVoided = (b: Books) => {
      b.records.push({ ...sale(b), version: 2, status: 'voided' });
      b.entries.push(...correction('creditNote', '45.00'));
      balanceOf(b, '55.00');
    };
    expect(isClean(judge(isVoided))).toBe(true);
    const isMore = (b: Books) => {
      b.records.push({ ...sale(b), version: 2, payments: [{ id: '1', type: 'cash', amount: '50.00' }] });
      b.entries.push(...correction('invoice', '5.00'));
      balanceOf(b, '105.00');
    };
    expect(isClean(judge(isMore))).toBe(true);
  });

  test('corrected not at all, twice, or by the whole is told, with the money', () => {
    const changed = (b: Books) => b.records.push({ ...sale(b), version: 2, status: 'voided' });
    expect(judge(changed)).toEqual({
      duplicates: [],
      losses: ['creditNote HL1-T01-2-C 45.00', 'payment HL1-T01-2-C 45.00 Drawer one'],
      differences: [{ account: 'Drawer one', cents: 4500 }],
    });
    const twice = judge((b) => {
      changed(b);
      b.entries.push(...correction('creditNote', '45.00'), ...correction('creditNote', '45.00'));
      balanceOf(b, '10.00');
    });
    expect(twice).toMatchObject({
      duplicates: ['creditNote HL1-T01-2-C 45.00', 'payment HL1-T01-2-C 45.00 Drawer one'],
      differences: [{ account: 'Drawer one', cents: -4500 }],
    });
    const whole = judge((b) => {
      b.records.push({ ...sale(b), version: 2, payments: [{ id: '1', type: 'cash', amount: '50.00' }] });
      b.entries.push(...correction('invoice', '50.00'));
      balanceOf(b, '150.00');
    });
    expect(whole.duplicates).toContain('invoice HL1-T01-2-C 50.00');
    expect(whole.losses).toContain('invoice HL1-T01-2-C 5.00');
    expect(whole.differences).toEqual([{ account: 'Drawer one', cents: 4500 }]);
  });

  test('and undone in Xero leaves nothing of any version there', () => {
    const undone = books();
    undone.records.push({ ...sale(undone), version: 2, status: 'voided' });
    undone.entries.push(...correction('creditNote', '45.00'));
    const verdict = check(undone, accounts, { summed: false, undone: ['T01'] });
    expect(verdict.duplicates).toEqual([
      'invoice HL1-T01-1 45.00',
      'payment HL1-T01-1 45.00 Drawer one',
      'creditNote HL1-T01-2-C 45.00',
      'payment HL1-T01-2-C 45.00 Drawer one',
    ]);
  });
});

test('a second account of a name, a second contact, and what nobody sold are too many', () => {
  const { duplicates } = judge((b) => {
    b.entries.push({ kind: 'balance', account: 'CR9', name: 'Drawer one', balance: '100.00' });
    b.entries.push({ kind: 'contact', name: 'Tagrain till', status: 'ACTIVE' });
    b.entries.push({ kind: 'invoice', number: 'ABC123-HL1-T99-1', status: 'PAID', total: '1.00' });
  });
  expect(duplicates).toEqual(['contact Tagrain till', 'invoice HL1-T99-1 1.00', 'account Drawer one']);
});
