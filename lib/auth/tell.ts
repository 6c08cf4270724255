// What is mailed after an answer has gone out, so that sending neither slows nor colours it.
import type { Db } from '@/db/client';
import { findPersonByEmail } from '@/db/queries/people';
import { env } from '@/lib/env';
import { sendMail } from '@/lib/mail/send';
import { alreadyRegisteredMail, passwordChangedMail, resetMail } from './mails.ts';
import { beginPasswordReset } from './password-reset.ts';
import { countTry } from './rate-limit.ts';

/** Whether one more mail may go to an address that its owner may not have asked for. */
const mayMail = async (db: Db, email: string) => (await countTry(db, 'mail', email)) === 0;

/** Mails a link to a new password, if the address belongs to someone. */
export async function mailResetLink(db: Db, email: string): Promise<void> {
  if (!(await mayMail(db, email))) return;
  const begun = await beginPasswordReset(db, email);
  if (begun) await sendMail(resetMail(begun.email, env().NEXTAUTH_URL, begun.token));
}

/** Tells the owner of an account that its address was registered again. */
export async function tellAlreadyRegistered(db: Db, email: string): Promise<void> {
  const person = await findPersonByEmail(db, email);
  if (person && (await mayMail(db, email)))
    await sendMail(alreadyRegisteredMail(person.email, env().NEXTAUTH_URL));
}

/** Tells the owner of an account that its password was changed. */
export async function tellPasswordChanged(email: string): Promise<void> {
  await sendMail(passwordChangedMail(email, env().NEXTAUTH_URL));
}
