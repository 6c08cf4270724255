import type { Mapping } from './mapping.ts';
import type { Receipt } from './till-transaction.ts';

/** The payment types that stand for a debt, at whatever outlet or register. */
export function onAccountTypes(mapping: Mapping): string[] {
  const levels = [mapping, ...Object.values(mapping.outlets), ...Object.values(mapping.registers)];
  const types = levels.flatMap(({ paymentTypes }) =>
    Object.entries(paymentTypes).flatMap(([type, target]) => ('onAccount' in target ? [type] : [])),
  );
  return [...new Set(types)].sort();
}

/** Whether a receipt keeps a document of its own where others are summed: a debt must be found again when it is paid. */
export const keepsOwnInvoice = ({ payments }: Receipt, onAccount: readonly string[]): boolean =>
  payments.some(({ type }) => onAccount.includes(type));
