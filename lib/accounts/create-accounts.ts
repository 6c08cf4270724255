import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import type { Scope } from '@/db/queries/scope';
import { taxField } from '@/lib/accounting/field-values';
import type { TaxRateFacts } from '@/lib/accounting/organisation';
import { own } from '@/lib/accounting/own';
import { type AccountUse, accountKinds } from '@/lib/accounting/propose-accounts';
import { suggestMapping } from '@/lib/accounting/suggest-mapping';
import { OUT_OF_SCOPE } from '@/lib/accounting/till-needs';
import { passes } from '@/lib/failpoint/failpoint';
import { Failure } from '@/lib/http/failure';
import { fetchAccounts, makeAccount } from '@/lib/xero/accounts';
import { withXero } from '@/lib/xero/client';
import type { XeroFailure } from '@/lib/xero/result';
import { readAccounts } from './read-accounts.ts';
import { refreshOrganisation } from './refresh-organisation.ts';

export type AccountWish = { key: string; use: AccountUse; name: string; code: string };

export type CreatedAccounts = {
  /** Also those that were there already: pressing twice comes to the same. */
  made: { key: string; name: string; accountId: string; isNew: boolean }[];
  failed: { key: string; name: string; message: string }[];
};

/**
 * *Create the accounts for me*: makes in Xero what is missing of a list, one after the other, then reads the chart anew, so that the
 * form's suggestions find them. What Xero refuses stops none of the others; what makes Xero unreachable stops the rest.
 * @throws Failure when Xero cannot be asked at all
 */
export async function createAccounts(
  db: Db,
  of: Scope & { personId: string },
  wishes: readonly AccountWish[],
): Promise<CreatedAccounts> {
  const xero = await withXero(db, of);
  if (!xero.ok) throw unanswered(xero);
  const chart = await fetchAccounts(xero.value);
  if (!chart.ok) throw unanswered(chart);
  const untaxed = await outOfScopeRate(db, of);

  const result: CreatedAccounts = { made: [], failed: [] };
  let stopped: XeroFailure | null = null;
  for (const { key, use, name, code } of wishes) {
    if (stopped) {
      result.failed.push({ key, name, message: 'It was not tried any more. Press the button again later.' });
      continue;
    }
    const { type, receivesPayments } = accountKinds[use];
    const accountClass = type === 'EXPENSE' ? 'EXPENSE' : 'LIABILITY';
    const taxType = untaxed?.appliesTo.has(accountClass) ? untaxed.taxType : null;
    const made = await makeAccount(xero.value, { name, code, type, receivesPayments, taxType }, chart.value);
    await passes('account_made');
    if (made.ok) {
      result.made.push({ key, name, ...made.value });
    } else {
      result.failed.push({ key, name, message: made.message });
      if (made.kind !== 'refused') stopped = made;
    }
  }
  await note(db, of, result);
  await passes('accounts_noted');
  if (result.made.length > 0) await refreshOrganisation(db, of);
  return result;
}

const unanswered = ({ kind, message }: XeroFailure) => new Failure(502, kind, message);

/** What stands on these accounts is out of the scope of tax: the rate that is chosen for it, or likely meant. */
async function outOfScopeRate(db: Db, of: Scope): Promise<TaxRateFacts | null> {
  const { facts, needs, shown } = await readAccounts(db, of);
  if (!facts) return null;
  const chosen = own(shown.mapping?.body.taxTypes ?? {}, OUT_OF_SCOPE);
  const taxType = chosen ?? suggestMapping(needs, facts)[taxField(OUT_OF_SCOPE)]?.value;
  const rate = taxType === undefined ? undefined : facts.taxRates.get(taxType);
  return rate?.active ? rate : null;
}

async function note(db: Db, of: Scope & { personId: string }, { made }: CreatedAccounts): Promise<void> {
  const fresh = made.filter(({ isNew }) => isNew);
  if (fresh.length === 0) return;
  const { retailerId, solutionId, personId } = of;
  await appendEvent(db, {
    ...{ retailerId, solutionId, personId, kind: 'accounts_created' },
    text: `Accounts were created in Xero: ${fresh.map(({ name }) => `“${name}”`).join(', ')}.`,
    data: { accountIds: fresh.map(({ accountId }) => accountId) },
  });
}
