import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { decode } from 'next-auth/jwt';
import { cache } from 'react';
import { findMembership, type MemberRole } from '@/db/queries/solutions';
import { database } from '@/lib/database';
import { env } from '@/lib/env';
import { Failure } from '@/lib/http/failure';
import { personOfClaims } from './claims.ts';
import { signInPath } from './from.ts';
import { sessionCookieName } from './session-cookie.ts';

export type SignedIn = { personId: string; email: string };

/** A person acting for the retailer of one solution. */
export type Member = SignedIn & { retailerId: string; solutionId: string; role: MemberRole };

/**
 * Who sent this request, or null. Asked of the database once per rendering, so that a session ends at the moment when
 * the password changes. Reads next-auth's cookie directly: its full server code is only needed to sign in.
 */
export const currentPerson = cache(async (): Promise<SignedIn | null> => {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (!token) return null;
  const claims = await decode({ token, secret: env().NEXTAUTH_SECRET }).catch(() => null);
  return personOfClaims(database(), claims);
});

/** The same, as a member of the retailer that the solution belongs to, or null. */
export const currentMember = cache(async (solutionId: string): Promise<Member | null> => {
  const person = await currentPerson();
  const membership = person && (await findMembership(database(), person.personId, solutionId));
  return person && membership ? { ...person, ...membership, solutionId } : null;
});

/** Who sent this request. @throws Failure 401 when nobody has signed in or the session ended */
export async function signedIn(): Promise<SignedIn> {
  const person = await currentPerson();
  if (!person) throw new Failure(401, 'signed_out', 'Please sign in.');
  return person;
}

/** The same, and a member of the retailer that the solution belongs to. @throws Failure 401 or 404 */
export async function memberOf(solutionId: string): Promise<Member> {
  await signedIn();
  const member = await currentMember(solutionId);
  // Another retailer's solution and one that does not exist look the same.
  if (!member) throw new Failure(404, 'no_such_solution', 'There is no such solution.');
  return member;
}

/** For pages: who looks at this one; sends everybody else to sign in and then back to `from`. */
export async function requirePerson(from = '/dashboard'): Promise<SignedIn> {
  return (await currentPerson()) ?? redirect(signInPath(from));
}

/**
 * For pages of one solution: the member who looks at it. Sends people to sign in, and answers "not found" to members of
 * other retailers.
 * @param from where to come back to after signing in; without it the solution's set-up
 */
export async function requireMember(
  solutionId: string,
  from = `/solutions/${encodeURIComponent(solutionId)}/set-up`,
): Promise<Member> {
  await requirePerson(from);
  return (await currentMember(solutionId)) ?? notFound();
}
