import type { ChartRow } from './types.ts';

/** The names that a country's TaxTypes have in the common chart below. */
export interface ChartTaxes {
  sale: string;
  saleFree: string;
  expense: string;
  expenseFree: string;
  outOfScope: string;
}

/**
 * A shop's chart of accounts, the same in every country but for the tax types. `fresh` rows are what a new
 * organisation has; the others were added by this retailer. Among them are the traps that real charts have: a bank
 * account without a code, an archived account, a liability that takes no payments, a rounding account whose code is
 * not the one in the books about Xero.
 */
export function retailChart(tax: ChartTaxes, roundingCode: string): ChartRow[] {
  const none = tax.outOfScope;
  return [
    bank('090', 'Business Bank Account', '062-000 12345678', true),
    bank('091', 'Till 1', 'TILL-1'),
    bank('092', 'Till 2', 'TILL-2'),
    bank('093', 'Cash in Transit', 'TRANSIT'),
    bank('094', 'Card Clearing', 'CARDS'),
    bank(null, 'Business Savings', '062-000 87654321'),
    { code: '200', name: 'Sales', type: 'REVENUE', taxType: tax.sale, fresh: true },
    { code: '201', name: 'Sales - Tax Free', type: 'REVENUE', taxType: tax.saleFree },
    { code: '205', name: 'Loyalty Discounts', type: 'REVENUE', taxType: none, payments: true },
    { code: '260', name: 'Other Revenue', type: 'REVENUE', taxType: tax.sale, fresh: true },
    { code: '270', name: 'Interest Income', type: 'OTHERINCOME', taxType: none, fresh: true },
    { code: '310', name: 'Cost of Goods Sold', type: 'DIRECTCOSTS', taxType: tax.expense, fresh: true },
    { code: '400', name: 'Advertising', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '404', name: 'Bank Fees', type: 'EXPENSE', taxType: tax.expenseFree, fresh: true },
    { code: '408', name: 'Cleaning', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '412', name: 'Consulting & Accounting', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '420', name: 'Staff Refreshments', type: 'EXPENSE', taxType: tax.expense },
    { code: '425', name: 'Freight & Courier', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '429', name: 'General Expenses', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '435', name: 'Cash Over/Short', type: 'EXPENSE', taxType: none },
    { code: '445', name: 'Light, Power, Heating', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '453', name: 'Office Expenses', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '461', name: 'Printing & Stationery', type: 'EXPENSE', taxType: tax.expense, fresh: true },
    { code: '469', name: 'Rent', type: 'OVERHEADS', taxType: tax.expense, fresh: true },
    { code: '477', name: 'Wages and Salaries', type: 'EXPENSE', taxType: none, fresh: true },
    { code: '493', name: 'Old Petty Cash Expenses', type: 'EXPENSE', taxType: tax.expense, archived: true },
    system('610', 'Accounts Receivable', 'CURRENT', none, 'DEBTORS'),
    { code: '620', name: 'Prepayments', type: 'PREPAYMENT', taxType: none, fresh: true },
    { code: '630', name: 'Inventory', type: 'INVENTORY', taxType: none, fresh: true },
    { code: '710', name: 'Shop Fittings', type: 'FIXED', taxType: tax.expense, fresh: true },
    system('800', 'Accounts Payable', 'CURRLIAB', none, 'CREDITORS'),
    { code: '815', name: 'Gift Cards Sold', type: 'CURRLIAB', taxType: none, payments: true },
    { code: '816', name: 'Store Credit', type: 'CURRLIAB', taxType: none, payments: true },
    { code: '819', name: 'Customer Debt Clearing', type: 'CURRLIAB', taxType: none },
    { code: '817', name: 'Customer Deposits', type: 'CURRLIAB', taxType: none, payments: true },
    { code: '818', name: 'Tips Payable', type: 'CURRLIAB', taxType: none },
    system('820', 'GST', 'CURRLIAB', none, 'GST'),
    { code: '825', name: 'Wages Payable', type: 'CURRLIAB', taxType: none, fresh: true },
    system('840', 'Historical Adjustment', 'CURRLIAB', none, 'HISTORICAL'),
    system(roundingCode, 'Rounding', 'CURRLIAB', none, 'ROUNDING'),
    { code: '880', name: 'Owner Drawings', type: 'EQUITY', taxType: none, fresh: true },
    {
      code: '881',
      name: 'Owner Funds Introduced',
      type: 'EQUITY',
      taxType: none,
      fresh: true,
      payments: true,
    },
    system('960', 'Retained Earnings', 'EQUITY', none, 'RETAINEDEARNINGS'),
    { code: '970', name: 'Owner Share Capital', type: 'EQUITY', taxType: none, fresh: true },
  ];

  function bank(code: string | null, name: string, bankNumber: string, fresh = false): ChartRow {
    return { code, name, type: 'BANK', taxType: none, bankNumber, bankType: 'BANK', fresh };
  }
}

function system(code: string, name: string, type: string, taxType: string, role: string): ChartRow {
  return { code, name, type, taxType, system: role, fresh: true };
}
