import type { MappingField } from '@/lib/accounting/mapping-fields';

/** The parts of the form, in its order. */
export const groups: { group: MappingField['group']; title: string; intro: string }[] = [
  { group: 'sales', title: 'Sales', intro: 'Where sales are booked, and to whom.' },
  {
    group: 'tax',
    title: 'Tax rates',
    intro: 'For each tax of the till, the rate in Xero that is the same tax.',
  },
  {
    group: 'payment',
    title: 'Payments',
    intro: 'For each payment type, the account that receives the money.',
  },
  {
    group: 'cash',
    title: 'Cash in the till',
    intro: 'Where cash comes from and goes to when it is no sale. It is moved, never income or expense.',
  },
  {
    group: 'expense',
    title: 'Expenses paid from the till',
    intro: 'For each reason that the till gives, the account of the expense.',
  },
  {
    group: 'other',
    title: 'Gift cards, deposits, tips and rounding',
    intro:
      'What is owed until it is redeemed, collected or paid out, and cash rounding: out of the scope of tax.',
  },
  {
    group: 'tracking',
    title: 'Tracking',
    intro:
      'What every line of an invoice, credit note or bank transaction is tracked by. Choose it for an outlet or a register below where they differ.',
  },
];
