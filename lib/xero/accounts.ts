import type { Account, AccountType } from 'xero-node';
import type { ChartAccount } from './chart.ts';
import type { XeroAccess } from './client.ts';
import { decodeAccounts } from './decode-organisation.ts';
import { failed, succeeded, type XeroResult } from './result.ts';

/** An account that is to be in the organisation's chart. */
export type AccountToMake = {
  name: string;
  code: string;
  type: 'BANK' | 'CURRLIAB' | 'EXPENSE';
  receivesPayments: boolean;
  /** The rate that Xero proposes on it; null: Xero's own choice. */
  taxType: string | null;
};

export type MadeAccount = {
  accountId: string;
  /** False: it was there already. */
  isNew: boolean;
};

/** The chart as it is now, archived accounts included: Xero keeps their names and codes taken. */
export async function fetchAccounts(xero: XeroAccess): Promise<XeroResult<ChartAccount[]>> {
  const answer = await xero.call((api, tenantId) => api.getAccounts(tenantId));
  return answer.ok ? decoded(answer.value.data) : answer;
}

function decoded(data: unknown): XeroResult<ChartAccount[]> {
  try {
    return succeeded(decodeAccounts(data));
  } catch {
    return failed('server_error', 'Xero gave an answer about accounts that the portal cannot read.');
  }
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * Makes an account unless there is one of this name. Xero takes a name and a code only once, archived ones included; so whoever
 * presses twice, or repeats it after a lost answer, finds the account of the first time and never makes a second.
 * @param chart as it was read just before
 */
export async function makeAccount(
  xero: XeroAccess,
  wanted: AccountToMake,
  chart: readonly ChartAccount[],
): Promise<XeroResult<MadeAccount>> {
  const before = chart.find(({ name }) => same(name, wanted.name));
  if (before) return usable(before, wanted);
  const holder = chart.find(({ code }) => code !== null && same(code, wanted.code));
  if (holder) {
    return failed('refused', `Code ${wanted.code} is taken by “${holder.name}”. Choose another code.`);
  }
  const answer = await xero.call((api, tenantId) =>
    api.createAccount(tenantId, accountOf(wanted), `account-${crypto.randomUUID()}`),
  );
  if (answer.ok) {
    const made = decoded(answer.value.data);
    const account = made.ok ? made.value[0] : undefined;
    if (account) return succeeded({ accountId: account.accountId, isNew: true });
  } else if (!/^(?:refused|unreachable|server_error)$/.test(answer.kind)) {
    return answer;
  }
  // Refused because somebody was faster, or no answer that tells: it is there now, or it is not.
  const again = await fetchAccounts(xero);
  const found = again.ok && again.value.find(({ name }) => same(name, wanted.name));
  if (found) return usable(found, wanted);
  return answer.ok
    ? failed('server_error', 'Xero gave an answer about the account that the portal cannot read.')
    : answer;
}

function usable(found: ChartAccount, wanted: AccountToMake): XeroResult<MadeAccount> {
  const name = `“${found.name}”`;
  if (found.status !== 'ACTIVE') {
    return failed('refused', `${name} is archived in Xero. Restore it there, or choose another name.`);
  }
  if (found.type !== wanted.type) {
    return failed(
      'refused',
      `${name} is in Xero already, as an account of type ${found.type}. Choose another name.`,
    );
  }
  if (wanted.receivesPayments && found.type !== 'BANK' && !found.enablePaymentsToAccount) {
    return failed(
      'refused',
      `${name} is in Xero already, without payments enabled. Enable them there, or choose another name.`,
    );
  }
  return succeeded({ accountId: found.accountId, isNew: false });
}

function accountOf({ name, code, type, receivesPayments, taxType }: AccountToMake): Account {
  return {
    name,
    code,
    type: type as unknown as AccountType,
    ...(type === 'BANK'
      ? { bankAccountNumber: numberAtTheBank(code) }
      : { enablePaymentsToAccount: receivesPayments, ...(taxType !== null && { taxType }) }),
  };
}

/** Xero wants a bank account's number; a till has none at any bank, so its code stands there. XERO.md "Writing", not confirmed. */
const numberAtTheBank = (code: string) => code;
