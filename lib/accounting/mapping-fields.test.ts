import { describe, expect, it } from 'vitest';
import { mappingFrom } from './field-values.ts';
import { type Mapping, mappingSchema, registerKey } from './mapping.ts';
import { fieldToMend, mappingFields, stillMissing } from './mapping-fields.ts';
import { mappingProblems } from './mapping-problems.ts';
import { anchorOf, mendOf } from './mend.ts';
import { takesPayments } from './organisation.ts';
import { refusalCodes } from './refusal.ts';
import { australianRates, facts, idOf, shopAccounts, shownNothing } from './shop-fixture.ts';
import { type TillShows, tillNeeds } from './till-needs.ts';

const nothing = mappingSchema.parse({});
const says = {
  taxes: [{ code: 'GST', name: 'GST 10%', rate: '10' }],
  payment_types: [
    { code: 'cash', name: 'Cash', kind: 'cash' as const, rounding: '0.05' },
    { code: 'account', name: 'On account', kind: 'on_account' as const },
  ],
};
const needsOf = (mapping: Mapping, shows: Partial<TillShows> = {}) =>
  tillNeeds(says, { ...shownNothing, ...shows }, mapping);
const fieldsOf = (mapping: Mapping, shows: Partial<TillShows> = {}) =>
  new Map(mappingFields(needsOf(mapping, shows), facts(), mapping).map((field) => [field.field, field]));
/** Petty cash was paid: for cleaning, and once without a word. */
const paid: Partial<TillShows> = { expenseReasons: ['', 'Window cleaning'], expenseTaxes: ['GST'] };
const offered = (field: string, shows: Partial<TillShows> = {}) =>
  fieldsOf(nothing, shows)
    .get(field)!
    .choices.map(({ value }) => value);

const rateOf = (taxType: string) => australianRates.find((rate) => rate.taxType === taxType)!;

describe('the fields of the mapping', () => {
  it('bear the names that the form shows', () => {
    expect([...fieldsOf(nothing, paid).values()].map(({ label }) => label)).toEqual([
      'Sales account',
      'Walk-in contact',
      'Tax rate for GST 10%',
      'Tax rate for Out of scope of tax',
      'Tax rate on expenses for GST 10%',
      'Receiving account for Cash',
      'Receiving account for On account',
      'Cash put into the till comes from',
      'Cash taken from the till goes to',
      'Over/short account',
      'Expense account for floating expenses without a reason',
      'Expense account for Window cleaning',
      'Gift card liability account',
      'Deposit liability account',
      'Tips liability account',
      'Clearing account for customers’ debts',
      'Rounding account',
    ]);
  });

  it('offer only what Xero accepts', () => {
    expect(offered('salesAccountId')).toEqual([idOf('200'), idOf('201')]);
    expect(offered('giftCardAccountId')).toEqual([idOf('815'), idOf('816'), idOf('818'), idOf('861')]);
    expect(offered('depositAccountId')).toEqual(offered('giftCardAccountId'));
    expect(offered('tipsAccountId')).toEqual(offered('giftCardAccountId'));
    expect(offered('debtClearingAccountId')).toEqual(offered('giftCardAccountId'));
    expect(offered('roundingAccountId')[0]).toBe(idOf('861'));
    expect(new Set(offered('paymentTypes.account'))).toEqual(
      new Set(['on_account', ...shopAccounts.filter(takesPayments).map(({ accountId }) => accountId)]),
    );
    expect(offered('taxTypes.GST')).not.toContain('INPUT');
    expect(new Set(offered('taxTypes.NONE'))).toEqual(
      new Set(['BASEXCLUDED', 'EXEMPTEXPORT', 'EXEMPTOUTPUT', 'GSTONIMPORTS', 'INPUTTAXED']),
    );
  });

  it('offer for cash what can hold it, bank accounts first', () => {
    const banks = [...['090', '091', '092', '093', '094'].map(idOf), idOf('999')];
    expect(offered('paymentTypes.cash')).toEqual(banks);
    expect(offered('cashOutAccountId').slice(0, banks.length)).toEqual(banks);
    expect(offered('cashOutAccountId')).toContain(idOf('816'));
    expect(offered('cashOutAccountId')).not.toContain(idOf('200'));
    expect(offered('cashInAccountId')).toEqual(offered('cashOutAccountId'));
    expect(offered('overShortAccountId')).toEqual(['200', '201', '408', '425', '429', '435'].map(idOf));
    // Tips that are paid out were owed: liabilities after expenses.
    expect(offered('expenseAccounts.Window cleaning', paid)).toEqual(
      ['408', '425', '429', '435', '815', '816', '818', '861'].map(idOf),
    );
    expect(new Set(offered('expenseTaxTypes.GST', paid))).toEqual(
      new Set(['BASEXCLUDED', 'INPUT', 'INPUTTAXED']),
    );
  });

  it('offer to leave a debt open where the till says on account', () => {
    expect(offered('paymentTypes.account')[0]).toBe('on_account');
    expect(offered('paymentTypes.cash')).not.toContain('on_account');
  });

  it('suggest nothing that they do not offer, and a debt also for a type of unknown kind', () => {
    const types = [
      { code: 'tab', name: 'On account', kind: 'other' as const },
      { code: 'house', name: 'House tab', kind: 'card' as const },
    ];
    const needs = tillNeeds({ taxes: [], payment_types: types }, shownNothing, nothing);
    const fields = mappingFields(needs, facts(), nothing);
    for (const { choices, suggestion, field } of fields) {
      if (suggestion)
        expect(
          choices.map(({ value }) => value),
          field,
        ).toContain(suggestion.value);
    }
    expect(fields.find(({ field }) => field === 'paymentTypes.tab')?.suggestion?.value).toBe('on_account');
  });

  it('say why a saved choice cannot be used any more', () => {
    const mapping = mappingFrom(
      [
        { field: 'salesAccountId', value: idOf('493') },
        { field: 'paymentTypes.account', value: idOf('818') },
        { field: 'giftCardAccountId', value: idOf('777') },
        { field: 'taxTypes.GST', value: 'OLDRATE' },
      ],
      null,
    );
    const fields = fieldsOf(mapping);
    expect(fields.get('salesAccountId')?.problem).toContain('archived in Xero');
    expect(fields.get('paymentTypes.account')?.problem).toContain(
      'Payments are not enabled on “818 Tips Payable”',
    );
    expect(fields.get('giftCardAccountId')?.problem).toContain('no longer in Xero');
    expect(fields.get('taxTypes.GST')?.problem).toContain('no longer in Xero');
    expect(fields.get('salesAccountId')?.valueLabel).toBe('493 Old Petty Cash');
  });

  it('refuse for cash, and for what the till is over or short, what they do not offer', () => {
    const chosen = {
      'paymentTypes.cash': idOf('815'),
      depositAccountId: idOf('200'),
      tipsAccountId: idOf('820'),
      cashInAccountId: idOf('200'),
      cashOutAccountId: idOf('820'),
      overShortAccountId: idOf('093'),
      'expenseAccounts.': idOf('200'),
      'expenseTaxTypes.GST': 'OUTPUT',
    };
    const mapping = mappingFrom(
      Object.entries(chosen).map(([field, value]) => ({ field, value })),
      null,
    );
    const fields = fieldsOf(mapping);
    const problem = (field: string) => fields.get(field)?.problem;
    for (const field of Object.keys(chosen)) expect(problem(field), field).toBeTruthy();
    expect(problem('paymentTypes.cash')).toContain(
      'the till must be a bank account in Xero, so that its balance is the cash in the drawer',
    );
    expect(problem('cashInAccountId')).toContain('is income or expense');
    expect(problem('expenseTaxTypes.GST')).toContain('“GST on Income” is not a rate for expenses');
    const owed = mappingFrom([{ field: 'paymentTypes.cash', value: 'on_account' }], null);
    expect(fieldsOf(owed).get('paymentTypes.cash')?.problem).toContain('must be a bank account');
  });

  it('compare the rate for what is out of scope with every account that it will stand on', () => {
    const problemsOf = (NONE: string, more: Partial<Mapping>) => {
      const mapping = mappingSchema.parse({ taxTypes: { NONE }, ...more });
      return mappingProblems(needsOf(mapping), facts(undefined, australianRates), mapping);
    };
    const [misfit] = problemsOf('EXEMPTOUTPUT', { overShortAccountId: idOf('435') });
    expect(misfit).toEqual({
      field: 'taxTypes.NONE',
      text: 'Xero does not accept “GST Free Income” on “435 Cash Over/Short”. Choose another rate or account.',
    });
    expect(problemsOf('EXEMPTOUTPUT', { expenseAccounts: { Milk: idOf('429') } })).toHaveLength(1);
    expect(problemsOf('BASEXCLUDED', { overShortAccountId: idOf('435') })).toEqual([]);
    // Nothing stands on a bank account but transfers.
    expect(problemsOf('GSTONIMPORTS', { cashOutAccountId: idOf('093') })).toEqual([]);
  });

  it('hold a rate of expenses against expenses only: what was owed is paid out without tax', () => {
    const onExpensesOnly = [
      { ...rateOf('INPUT'), appliesTo: new Set(['EXPENSE'] as const) },
      rateOf('BASEXCLUDED'),
    ];
    const problemsOf = (Tips: string) => {
      const mapping = mappingSchema.parse({
        ...{ taxTypes: { NONE: 'BASEXCLUDED' }, expenseTaxTypes: { GST: 'INPUT' } },
        expenseAccounts: { Tips: idOf(Tips) },
      });
      return mappingProblems(needsOf(mapping), facts(undefined, onExpensesOnly), mapping);
    };
    expect(problemsOf('818')).toEqual([]);
    expect(problemsOf('429')).toEqual([]);
    expect(problemsOf('200')).toMatchObject([
      { field: 'expenseAccounts.Tips', text: expect.stringContaining('neither an expense nor a liability') },
    ]);
  });

  it('refuse a rate that does not fit the account beside it', () => {
    const mapping = mappingFrom(
      [
        { field: 'salesAccountId', value: idOf('200') },
        { field: 'taxTypes.GST', value: 'INPUT' },
        { field: 'taxTypes.NONE', value: 'OUTPUT' },
      ],
      null,
    );
    expect(mappingProblems(needsOf(mapping), facts(), mapping).map(({ field }) => field)).toEqual([
      'taxTypes.GST',
      'taxTypes.NONE',
    ]);
  });

  it('are one for all spellings of a reason, whichever was mapped', () => {
    const spelled = { expenseReasons: ['Milk', 'milk ', 'MILK', 'constructor'] };
    const saved = mappingFrom([{ field: 'expenseAccounts.milk', value: idOf('429') }], null);
    const fields = [...fieldsOf(saved, spelled).values()].filter(({ group }) => group === 'expense');
    expect(fields.map(({ label, value }) => [label, value])).toEqual([
      ['Expense account for Milk', idOf('429')],
      ['Expense account for constructor', null],
    ]);
    expect(anchorOf('expenseAccounts. MILK')).toBe(anchorOf('expenseAccounts.Milk'));
    expect(anchorOf('taxTypes.milk')).not.toBe(anchorOf('taxTypes.Milk'));
    const changed = mappingFrom([{ field: 'expenseAccounts.Milk', value: idOf('408') }], null, saved);
    expect(changed.expenseAccounts).toEqual({ Milk: idOf('408') });
  });

  it('are missing when needed and open; what no record can need is not', () => {
    expect(stillMissing([...fieldsOf(nothing).values()]).map(({ label }) => label)).toEqual([
      'Sales account',
      'Walk-in contact',
      'Tax rate for GST 10%',
      'Tax rate for Out of scope of tax',
      'Receiving account for Cash',
      'Receiving account for On account',
      'Cash put into the till comes from',
      'Cash taken from the till goes to',
      'Over/short account',
      'Rounding account',
    ]);
    expect(stillMissing([...fieldsOf(nothing, paid).values()]).map(({ field }) => field)).toEqual(
      expect.arrayContaining(['expenseTaxTypes.GST', 'expenseAccounts.', 'expenseAccounts.Window cleaning']),
    );
  });

  it('need of cash only what occurs, where the till does not say that it takes cash', () => {
    const needed = (shows: Partial<TillShows>) => {
      const needs = tillNeeds(null, { ...shownNothing, ...shows }, nothing);
      return mappingFields(needs, facts(), nothing).flatMap(({ field, isRequired }) =>
        isRequired && field !== 'salesAccountId' && field !== 'walkInContactId' ? [field] : [],
      );
    };
    expect(needed({})).toEqual([]);
    expect(needed({ cashIn: true })).toEqual(['cashInAccountId']);
    expect(needed({ cashOut: true })).toEqual(['cashOutAccountId']);
    expect(needed({ variance: true })).toEqual(['taxTypes.NONE', 'overShortAccountId']);
    const line = (kind: string) => ({ taxes: [{ code: 'NONE', kinds: [kind] }] });
    expect(needed(line('deposit'))).toEqual(['taxTypes.NONE', 'depositAccountId']);
    expect(needed(line('tip'))).toEqual(['taxTypes.NONE', 'tipsAccountId']);
    expect(needed({ opposedTypes: ['cash', 'card'] })).toEqual(['taxTypes.NONE']);
    expect(needed({ expenseReasons: ['Milk'] })).toEqual(['taxTypes.NONE', 'expenseAccounts.Milk']);
  });

  it('need an account to clear debts where money went against one on a receipt', () => {
    const needed = (opposedTypes: string[]) => {
      const says = { taxes: [], payment_types: [{ code: 'tab', name: 'Tab', kind: 'on_account' as const }] };
      return tillNeeds(says, { ...shownNothing, opposedTypes }, nothing).movesDebts;
    };
    expect(needed(['tab', 'cash'])).toBe(true);
    expect(needed(['card', 'cash'])).toBe(false);
  });

  it('carry a mapping there and back without loss', () => {
    const mapping = mappingSchema.parse({
      salesAccountId: idOf('200'),
      walkInContactId: idOf('1'),
      walkInContactName: 'Walk-in customers',
      taxTypes: { GST: 'OUTPUT', NONE: 'BASEXCLUDED', 'old.code': 'OUTPUT' },
      expenseTaxTypes: { GST: 'INPUT', 'old.code': 'INPUT' },
      paymentTypes: { cash: { accountId: idOf('091') }, account: { onAccount: true } },
      giftCardAccountId: idOf('815'),
      depositAccountId: idOf('816'),
      tipsAccountId: idOf('818'),
      roundingAccountId: idOf('861'),
      cashInAccountId: idOf('090'),
      cashOutAccountId: idOf('093'),
      overShortAccountId: idOf('435'),
      expenseAccounts: { '': idOf('429'), 'Soap, 2.5 l': idOf('408'), constructor: idOf('429') },
    });
    expect(mappingFrom([...fieldsOf(mapping).values()], mapping.walkInContactName!)).toEqual(mapping);
  });

  it('leave what outlets and registers have otherwise as it is, whatever is changed or emptied', () => {
    const before = mappingSchema.parse({
      salesAccountId: idOf('200'),
      cashOutAccountId: idOf('093'),
      paymentTypes: { cash: { accountId: idOf('091') } },
      outlets: { HL2: { overShortAccountId: idOf('435') } },
      registers: { [registerKey('HL1', 'R2')]: { paymentTypes: { cash: { accountId: idOf('092') } } } },
    });
    const values = [...fieldsOf(before).values()];
    expect(mappingFrom(values, null, before)).toEqual(before);
    const emptied = mappingFrom(
      values.map(({ field }) => ({ field, value: null })),
      null,
      before,
    );
    expect(emptied).toEqual({ ...nothing, outlets: before.outlets, registers: before.registers });
    expect(before.salesAccountId).toBe(idOf('200'));
  });
});

describe('where a refusal is mended', () => {
  it('is known for every code', () => {
    for (const code of Object.keys(refusalCodes)) expect(mendOf(code), code).not.toBeNull();
    expect(mendOf('toString')).toBeNull();
  });

  it('is the field that is unusable, else one that is open', () => {
    const mapping = mappingFrom([{ field: 'paymentTypes.account', value: idOf('818') }], null);
    const fields = [...fieldsOf(mapping).values()];
    expect(fieldToMend('accounts', fields)).toBe('paymentTypes.account');
    expect(fieldToMend('tax', fields)).toBe('taxTypes.GST');
    expect(fieldToMend('cash', fields)).toBe('cashInAccountId');
    expect(fieldToMend('expense', [...fieldsOf(nothing, paid).values()])).toBe('expenseAccounts.');
    expect(fieldToMend('organisation', fields)).toBe('organisation');
  });

  it('is a place of its own for every code of the till', () => {
    const codes = ['A B', 'A-B', 'A_B', 'Ä', 'a.b', 'A%'];
    expect(new Set(codes.map(anchorOf)).size).toBe(codes.length);
  });
});
