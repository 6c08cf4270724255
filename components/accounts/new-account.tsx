import type { ComponentProps, ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import type { AccountMade, ProposedAccount } from '@/lib/accounting/propose-accounts';

/** Xero's types, as Xero's own screens call them. */
const typeWords: Record<AccountMade, string> = {
  BANK: 'Bank account',
  CURRLIAB: 'Current liability',
  EXPENSE: 'Expense',
};

type Control = Omit<ComponentProps<typeof Field>, 'label'>;

/** One account of the list: whether it is made, its name, its code, and what it will be. */
export function NewAccount({
  account,
  check,
  name,
  code,
}: {
  account: ProposedAccount;
  check: ReactNode;
  name: Control;
  code: Control;
}) {
  const of = <span className="sr-only"> of {account.name}</span>;
  return (
    <li className="grid gap-x-4 gap-y-2 border-b border-line pb-3 last:border-b-0 md:grid-cols-[minmax(0,1fr)_minmax(0,16rem)_7rem] md:items-start">
      <div className="grid gap-0.5">
        {check}
        <p className="pl-6.5 text-[0.8125rem] text-muted">
          {typeWords[account.type]}
          {account.isNeeded ? '' : ', not needed by the till’s records so far'}
        </p>
      </div>
      <Field {...name} label={<>Name{of}</>} maxLength={150} />
      <Field {...code} label={<>Code{of}</>} maxLength={10} />
    </li>
  );
}
