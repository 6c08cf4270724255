import { registerKey } from '../../lib/accounting/mapping.ts';
import { control } from '../lib/control.ts';
import type { PortalClient } from '../lib/portal-client.ts';
import { DAYS_UNASKED } from './options.ts';
import { callCron, progressOf } from './post.ts';
import { tillAccountName } from './registers.ts';

export const demo = {
  business: 'harbour-lane',
  businessName: 'Harbour Lane',
  email: 'demo@oneenterprise.example',
  password: 'harbour lane demo',
};

/** The person at Xero whose organisation the demo uses: the stand-in's own demo user. */
const xeroUser = 'demo@harbourlane.example';

/** What the demo needs to know of a running stack. */
export type DemoStack = {
  portalUrl: string;
  xeroUrl: string;
  tillUrl: string;
  cronSecret: string;
  /** To watch its memory; left out, that is not told. */
  portalPid?: number;
};

type Say = (line: string) => void;

export type DemoRetailer = { solutionId: string; tenantId: string; apiKey: string; from: string; to: string };

/** The till's side: days of trade in 2 outlets and 3 registers, the same for the same seed. A till that is there stays as it is. */
export async function makeTill(stack: DemoStack, daysAsked: number | null, say: Say) {
  const days = daysAsked ?? DAYS_UNASKED;
  type Business = { business: string; apiKey: string; from: string; to: string; records: number };
  const known = await control<{ businesses: Business[] }>(`${stack.tillUrl}/sandbox/businesses`);
  const found = known.businesses.find((b) => b.business === demo.business);
  if (found) {
    say(
      `The till “${demo.business}” is there from an earlier start: ${found.records} records from ${found.from} to ${found.to}.`,
    );
    if (daysAsked !== null && daysAsked !== daysOf(found))
      say(`--days ${daysAsked} is ignored: what is kept has ${daysOf(found)}. With --fresh all begins anew.`);
    return found;
  }
  const made = await control<Business>(`${stack.tillUrl}/sandbox/businesses`, {
    business: demo.business,
    name: demo.businessName,
    seed: 20261123,
    days,
    country: 'AU',
    outlets: 2,
    registers: 3,
  });
  say(
    `The till has traded for ${days} days in 2 outlets and 3 registers: ${made.records} records from ${made.from} to ${made.to}.`,
  );
  return made;
}

/** How many days a period has, its first and its last among them. */
const daysOf = ({ from, to }: { from: string; to: string }) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;

/** Registers the demo retailer and takes him the way that every retailer goes, over the portal's own routes. */
export async function connectRetailer(
  stack: DemoStack,
  client: PortalClient,
  till: { apiKey: string; from: string; to: string },
  say: Say,
): Promise<DemoRetailer> {
  if (!(await client.signIn(demo.email, demo.password))) {
    const { businessName, business, email, password } = demo;
    await client.post('/api/register', { businessName, business, email, password });
    if (!(await client.signIn(email, password)))
      throw new Error('The demo retailer could not sign in after registering.');
    say(`Registered ${email}.`);
  }
  const solution = await onlySolution(client);
  const at = `/api/solutions/${solution.id}`;
  if (!solution.organisationName) {
    await client.post(`${at}/feed`, { apiKey: till.apiKey });
    const pair = await control<{ clientId: string; clientSecret: string }>(`${stack.xeroUrl}/sandbox/apps`, {
      name: 'Tagrain',
      redirectUris: [`${stack.portalUrl}/oAuth2CallBack`],
      tier: 'core',
    });
    await client.post(`${at}/app/test`, pair);
    say('Xero accepts the Client Identifier and the Client Secret.');
    await consent(stack, client, at);
    say('Xero let the portal in.');
  }
  const tenantId = await tenantOf(stack);
  if (!solution.startDate) {
    await readTill(stack, client, solution.id);
    await mapAccounts(stack, client, at, till.apiKey);
    await summariseOneOutlet(stack, client, at, till, say);
    await client.post(`${at}/start`, { startDate: till.from, takingsNotElsewhere: true });
    say(`Accounts are mapped; posting starts with ${till.from}.`);
  }
  return { solutionId: solution.id, tenantId, ...till };
}

type SolutionSummary = { id: string; organisationName: string | null; startDate: string | null };

async function onlySolution(client: PortalClient): Promise<SolutionSummary> {
  const { solutions } = await client.get<{ solutions: SolutionSummary[] }>('/api/solutions');
  const [solution] = solutions;
  if (!solution) throw new Error('The demo retailer has no solution.');
  return solution;
}

/** The OAuth way: the portal's address, a person's consent at Xero, and back to the callback with the code. */
async function consent(stack: DemoStack, client: PortalClient, at: string) {
  const { url } = await client.post<{ url: string }>(`${at}/authorise`, {});
  const asked = new URL(url).searchParams;
  const { organisations } = await control<{ organisations: { organisationId: string; currency: string }[] }>(
    `${stack.xeroUrl}/sandbox/organisations?user=${xeroUser}`,
  );
  const organisation = organisations.find((o) => o.currency === 'AUD');
  const { redirectTo } = await control<{ redirectTo: string }>(`${stack.xeroUrl}/sandbox/consents`, {
    clientId: asked.get('client_id'),
    redirectUri: asked.get('redirect_uri'),
    scope: asked.get('scope'),
    state: asked.get('state'),
    organisationIds: [organisation?.organisationId],
  });
  const back = await client.request(redirectTo);
  const where = back.headers.get('location') ?? '';
  const { organisationName } = await onlySolution(client);
  if (!organisationName)
    throw new Error(`The callback did not connect; it led to ${where} (${back.status}).`);
}

async function tenantOf(stack: DemoStack): Promise<string> {
  const { organisations } = await control<{ organisations: { organisationId: string; currency: string }[] }>(
    `${stack.xeroUrl}/sandbox/organisations?user=${xeroUser}`,
  );
  return organisations.find((o) => o.currency === 'AUD')!.organisationId;
}

/** Brings in what the till has recorded, so that Accounts asks for what really occurs there; nothing is posted before the start. */
async function readTill(stack: DemoStack, client: PortalClient, solutionId: string) {
  for (let calls = 0; calls < 40; calls++) {
    await callCron(stack);
    const { records, run } = (await progressOf(client, solutionId)).progress;
    if (run?.outcome === 'done' && records.uninterpreted === 0) return;
  }
  throw new Error("The till's records could not be read; the portal's log says why.");
}

type Outlet = { id: string; name: string; registers: { id: string }[] };

/** The till's outlets and registers, as it tells everybody. */
async function outletsOf(stack: DemoStack, apiKey: string): Promise<Outlet[]> {
  const response = await fetch(`${stack.tillUrl}/${demo.business}/api/v1/business`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  if (!response.ok) throw new Error(`The till's description answered ${response.status}.`);
  return ((await response.json()) as { outlets: Outlet[] }).outlets;
}

/** The first outlet posts each sale, the last one summary per register and shift. */
async function summariseOneOutlet(
  stack: DemoStack,
  client: PortalClient,
  at: string,
  till: { apiKey: string; from: string },
  say: Say,
) {
  const outlets = await outletsOf(stack, till.apiKey);
  const busy = outlets.at(-1);
  if (!busy || outlets.length < 2) return;
  await client.post(`${at}/policy`, {
    ...{ outlet: busy.id, validFrom: till.from, way: 'summary_per_shift', status: 'AUTHORISED' },
    ...{ numberPrefix: '', dueDays: 0, lineDetail: 'category' },
  });
  say(`${busy.name} is posted in one summary per register and shift, the other outlet sale by sale.`);
}

/** Makes a till account for each register, then takes what the portal suggests; a retailer would look at it first. */
async function mapAccounts(stack: DemoStack, client: PortalClient, at: string, apiKey: string) {
  const registers = (await outletsOf(stack, apiKey)).flatMap((outlet) =>
    outlet.registers.map(({ id }) => ({ outlet: outlet.id, id })),
  );
  const { made } = await client.post<{ made: { key: string; accountId: string }[] }>(`${at}/accounts`, {
    accounts: registers.map(({ id }, i) => ({
      ...{ key: id, use: 'till', name: tillAccountName(id), code: `TILL${i + 1}` },
    })),
  });
  const tills = new Map(made.map(({ key, accountId }) => [key, accountId]));
  const { contact } = await client.post<{ contact: { contactId: string; name: string } }>(`${at}/contacts`, {
    name: 'Walk-in customers',
  });
  const { suggestion } = await client.get<{ suggestion: Record<string, unknown> }>(`${at}/mapping`);
  await client.post(`${at}/mapping`, {
    mapping: {
      ...suggestion,
      ...{ walkInContactId: contact.contactId, walkInContactName: contact.name },
      registers: Object.fromEntries(
        registers.map(({ outlet, id }) => [
          registerKey(outlet, id),
          { paymentTypes: { cash: { accountId: tills.get(id) } } },
        ]),
      ),
    },
  });
}
