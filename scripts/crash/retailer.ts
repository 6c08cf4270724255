import { setTimeout as pause } from 'node:timers/promises';
import { control } from '../lib/control.ts';
import { PortalClient } from '../lib/portal-client.ts';
import type { Lane } from './lane.ts';
import type { Place, TillRecord } from './shift-book.ts';

export type Way = 'each_sale' | 'draft' | 'summary';

/** A retailer of a seed's own: his till, his organisation, his solution at the portal. */
export type Retailer = {
  business: string;
  email: string;
  apiKey: string;
  place: Place;
  tenantId: string;
  clientId: string;
  solutionId: string;
  way: Way;
  client: PortalClient;
  /** Receipts that he has undone in Xero. */
  undone: string[];
  /** Names of Xero's accounts by what they are for. */
  accounts: Record<'till' | 'card' | 'giftcard', string>;
};

/** Xero's accounts that are made over the portal, by name: each must be there once. */
export const accountNames = { till: 'Drawer one', card: 'Cards to come', giftcard: 'Gift cards owed' };

/** The till's side and Xero's, before anything is at the portal. */
export async function makeTill(lane: Lane, business: string): Promise<{ apiKey: string; place: Place }> {
  const { apiKey } = await control<{ apiKey: string }>(`${lane.tillUrl}/sandbox/businesses`, {
    ...{ business, seed: business, days: 0, country: 'AU', outlets: 1, registers: 1 },
  });
  const response = await fetch(`${lane.tillUrl}/${business}/api/v1/business`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const { outlets } = (await response.json()) as { outlets: { id: string; registers: { id: string }[] }[] };
  const outlet = outlets[0]!;
  return { apiKey, place: { outlet: outlet.id, register: outlet.registers[0]!.id } };
}

export const ringUp = (lane: Lane, business: string, records: TillRecord[]) =>
  control(`${lane.tillUrl}/sandbox/businesses/${business}/records`, { records });

/**
 * Takes a retailer the way that every retailer goes, up to *Start posting*, over the portal's own routes.
 * @param whileMaking runs the call that makes accounts in Xero; it may have the portal die in it
 */
export async function connect(
  lane: Lane,
  options: { business: string; apiKey: string; place: Place; way: Way; startDate: string },
  whileMaking: (make: () => Promise<unknown>) => Promise<void>,
): Promise<Retailer> {
  const { business, apiKey, place, way, startDate } = options;
  const email = `${business}@example.com`;
  const password = 'a long pass phrase';
  const client = new PortalClient(lane.publicUrl);
  const { organisationId: tenantId } = await control<{ organisationId: string }>(
    `${lane.xeroUrl}/sandbox/organisations`,
    { name: business, country: 'AU', chart: 'retail', users: [email] },
  );
  await client.post('/api/register', { businessName: business, business, email, password });
  if (!(await client.signIn(email, password))) throw new Error('The retailer could not sign in.');
  const { solutions } = await client.get<{ solutions: { id: string }[] }>('/api/solutions');
  const solutionId = solutions[0]!.id;
  const at = `/api/solutions/${solutionId}`;
  await client.post(`${at}/feed`, { apiKey });
  const pair = await control<{ clientId: string; clientSecret: string }>(`${lane.xeroUrl}/sandbox/apps`, {
    ...{ name: 'Tagrain', owner: email, tier: 'core' },
    redirectUris: [`${lane.publicUrl}/oAuth2CallBack`],
  });
  await client.post(`${at}/app/test`, pair);
  const retailer = { business, email, apiKey, place, tenantId, solutionId, way, client };
  const connected = { ...retailer, undone: [], clientId: pair.clientId, accounts: accountNames };
  await grant(lane, connected);
  await untilRead(lane, connected);
  await map(connected, whileMaking);
  const policy = { outlet: null, validFrom: startDate, numberPrefix: '', dueDays: 0, lineDetail: 'category' };
  if (way !== 'each_sale') {
    await client.post(`${at}/policy`, {
      ...policy,
      ...{ way: way === 'draft' ? 'each_sale' : 'summary_per_shift' },
      status: way === 'draft' ? 'DRAFT' : 'AUTHORISED',
    });
  }
  await client.post(`${at}/start`, { startDate, takingsNotElsewhere: true });
  return connected;
}

/** *Grant authorization*, Xero's consent page, and back. */
export async function grant(lane: Lane, { client, solutionId, email, tenantId }: Retailer): Promise<void> {
  const { url } = await client.post<{ url: string }>(`/api/solutions/${solutionId}/authorise`, {});
  const asked = new URL(url).searchParams;
  const { redirectTo } = await control<{ redirectTo: string }>(`${lane.xeroUrl}/sandbox/consents`, {
    clientId: asked.get('client_id'),
    redirectUri: asked.get('redirect_uri'),
    scope: asked.get('scope'),
    state: asked.get('state'),
    user: email,
    organisationIds: [tenantId],
  });
  const { pathname, search } = new URL(redirectTo);
  await client.request(pathname + search);
  const { solutions } = await client.get<{ solutions: { id: string; organisationName: string | null }[] }>(
    '/api/solutions',
  );
  if (!solutions.some((s) => s.id === solutionId && s.organisationName)) {
    throw new Error(`The portal is not connected after the consent: ${JSON.stringify(solutions)}`);
  }
}

/** The first records must be read before Accounts asks for what occurs in them. */
async function untilRead(lane: Lane, retailer: Retailer) {
  for (let calls = 0; calls < 60; calls++) {
    await callCron(lane, 0);
    const { run, records } = await progressOf(retailer);
    if (run?.outcome === 'done' && records.uninterpreted === 0) return;
    await pause(50);
  }
  throw new Error(`The till's first records were not read: ${JSON.stringify(await progressOf(retailer))}`);
}

async function map(
  { client, solutionId, place }: Retailer,
  whileMaking: (make: () => Promise<unknown>) => Promise<void>,
) {
  const at = `/api/solutions/${solutionId}`;
  const wishes = [
    { key: 'till', use: 'till', name: accountNames.till, code: 'CR1' },
    { key: 'card', use: 'card', name: accountNames.card, code: 'CR2' },
    { key: 'giftcard', use: 'gift_card', name: accountNames.giftcard, code: 'CR3' },
  ];
  const make = () =>
    client.post<{ made: { key: string; accountId: string }[] }>(`${at}/accounts`, { accounts: wishes });
  await whileMaking(make);
  // Pressed once more, it finds them all.
  const { made } = await make();
  const paymentTypes = Object.fromEntries(
    made.map(({ key, accountId }) => [key === 'till' ? 'cash' : key, { accountId }]),
  );
  const { contact } = await client.post<{ contact: { contactId: string; name: string } }>(`${at}/contacts`, {
    name: 'Walk-in customers',
  });
  const { suggestion } = await client.get<{ suggestion: Record<string, unknown> }>(`${at}/mapping`);
  await client.post(`${at}/mapping`, {
    mapping: {
      ...suggestion,
      ...{ walkInContactId: contact.contactId, walkInContactName: contact.name },
      giftCardAccountId: made.find(({ key }) => key === 'giftcard')?.accountId,
      registers: { [JSON.stringify([place.outlet, place.register])]: { paymentTypes } },
    },
  });
}

export type Progress = {
  run: { step: string; outcome: string | null; message: string | null } | null;
  documents: { waiting: number; posted: number; attention: number };
  records: { waiting: number; held: number; uninterpreted: number };
};

export const progressOf = async ({ client, solutionId }: Retailer): Promise<Progress> =>
  (await client.get<{ progress: Progress }>(`/api/solutions/${solutionId}/sync`)).progress;

/**
 * One call of the cron route at one of the portals. Where the portal died in it, its death is known when this returns.
 * @returns whether it found something due
 */
export async function callCron(lane: Lane, portal: 0 | 1): Promise<boolean> {
  const { url } = lane.portals[portal];
  try {
    const response = await fetch(`${url}/api/cron/sync`, {
      headers: { authorization: `Bearer ${lane.cronSecret}` },
      signal: AbortSignal.timeout(15_000),
    });
    const { solutions = [] } = (await response.json()) as { solutions?: unknown[] };
    return solutions.length > 0;
  } catch {
    await lane.portals[portal].deathKnown();
    return false;
  }
}
