import { createAccounts } from '@/lib/accounts/create-accounts';
import { createAccountsSchema } from '@/lib/accounts/schemas';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';

/** *Create the accounts for me*: makes in Xero what was shown and ticked. */
export const POST = solutionRoute(createAccountsSchema, ({ accounts }, member) =>
  createAccounts(database(), member, accounts),
);
