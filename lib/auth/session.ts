// Contract; the bodies belong to the sign-in work.
import { Failure } from '@/lib/http/failure';

export type SignedIn = { personId: string; email: string };

/** A person acting for the retailer of one solution. */
export type Member = SignedIn & { retailerId: string; solutionId: string; role: 'owner' | 'accountant' };

/** Who sent this request. @throws Failure 401 when nobody has signed in or the session ended */
export async function signedIn(): Promise<SignedIn> {
  throw new Failure(401, 'signed_out', 'Please sign in.');
}

/** The same, and a member of the retailer that the solution belongs to. @throws Failure 401 or 404 */
export async function memberOf(_solutionId: string): Promise<Member> {
  throw new Failure(401, 'signed_out', 'Please sign in.');
}
