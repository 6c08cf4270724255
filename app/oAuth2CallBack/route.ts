import { cookies } from 'next/headers';
import type { NextRequest } from 'next/server';
import { signInPath } from '@/lib/auth/from';
import { currentMember, currentPerson } from '@/lib/auth/session';
import { BROWSER_COOKIE } from '@/lib/connect/consent-state';
import { finishConsent, type Returned } from '@/lib/connect/finish-consent';
import { chooseOrganisationPath, setUpPath } from '@/lib/connect/paths';
import { database } from '@/lib/database';
import { env } from '@/lib/env';

/** Xero returns people here; the path is part of the redirect URI that they registered. Every way ends on a page with a sentence. */
export async function GET(request: NextRequest): Promise<Response> {
  const person = await currentPerson();
  if (!person) return seeOther(signInPath('/xero-return?notice=signed_out'));
  const returned = await finishConsent(database(), {
    query: request.nextUrl.searchParams,
    browser: (await cookies()).get(BROWSER_COOKIE)?.value,
    personId: person.personId,
  });
  return seeOther(await pathOf(returned));
}

/** A solution that he may not see, or an unknown one, ends on a page that names none. */
async function pathOf(returned: Returned): Promise<string> {
  if (returned.to === 'choose') return chooseOrganisationPath(returned.solutionId);
  const { solutionId, notice, about } = returned;
  const member = solutionId ? await currentMember(solutionId) : null;
  return member ? setUpPath(member.solutionId, { notice, about }) : `/xero-return?notice=${notice}`;
}

/** By our own address, not the request's: behind a proxy the latter is an inner one. The code must not leak on as a referrer. */
const seeOther = (path: string) =>
  new Response(null, {
    status: 303,
    headers: {
      location: `${env().NEXTAUTH_URL}${path}`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
