import type { Db } from '@/db/client';
import { addRetailerWithOwner } from '@/db/queries/people';
import { businessLabel } from './business-label.ts';
import { hashPassword } from './password.ts';

export type Registration = { businessName: string; business?: string; email: string; password: string };

/**
 * Makes a retailer, the person who owns it and its first solution, all or nothing. An address that is registered already
 * keeps its account and its password; the caller must answer both the same.
 * @returns whether the account is new
 */
export async function register(db: Db, input: Registration): Promise<{ created: boolean }> {
  const business = input.business || businessLabel(input.businessName);
  if (!business) throw new Error('the registration was not checked by its schema');
  // Before anything is looked up: this is what takes time, and it must be taken in both cases.
  const passwordHash = await hashPassword(input.password);
  const { businessName: name, email } = input;
  return { created: await addRetailerWithOwner(db, { name, business, email, passwordHash }) };
}
