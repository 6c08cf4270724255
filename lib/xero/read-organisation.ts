import type { Db } from '@/db/client';
import { readingBegins, saveOrganisation } from '@/db/queries/organisations';
import type { Chart } from './chart.ts';
import type { XeroAccess } from './client.ts';
import {
  decodeAccounts,
  decodeOrganisation,
  decodeTaxRates,
  decodeTracking,
  type OrganisationDetails,
} from './decode-organisation.ts';
import { failed, succeeded, type XeroFailure, type XeroResult } from './result.ts';

export type ReadOrganisation = OrganisationDetails & { chart: Chart };

/** Xero answered, but not what it documents: nothing of it is kept. */
function decoded<T>(decode: (data: unknown) => T, data: unknown): T | XeroFailure {
  try {
    return decode(data);
  } catch {
    return failed('server_error', 'Xero gave an answer about the organisation that the portal cannot read.');
  }
}

const isFailure = (value: unknown): value is XeroFailure =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;

/**
 * Asks Xero for the organisation, its accounts, tax rates and tracking categories: four calls, one after the other, since a sync
 * of the same organisation may be using its five at once.
 */
export async function fetchOrganisation(xero: XeroAccess): Promise<XeroResult<ReadOrganisation>> {
  const organisation = await read(
    xero,
    (api, tenantId) => api.getOrganisations(tenantId),
    decodeOrganisation,
  );
  if (isFailure(organisation)) return organisation;
  const accounts = await read(xero, (api, tenantId) => api.getAccounts(tenantId), decodeAccounts);
  if (isFailure(accounts)) return accounts;
  const taxRates = await read(xero, (api, tenantId) => api.getTaxRates(tenantId), decodeTaxRates);
  if (isFailure(taxRates)) return taxRates;
  // Archived ones too, so that what was chosen before can be called by its name.
  const tracking = await read(
    xero,
    (api, tenantId) => api.getTrackingCategories(tenantId, undefined, undefined, true),
    decodeTracking,
  );
  if (isFailure(tracking)) return tracking;
  return succeeded({ ...organisation, chart: { accounts, taxRates, tracking } });
}

async function read<T>(
  xero: XeroAccess,
  call: Parameters<XeroAccess['call']>[0],
  decode: (data: unknown) => T,
): Promise<T | XeroFailure> {
  const answer = await xero.call(call);
  return answer.ok ? decoded(decode, answer.value.data) : answer;
}

/** Reads the organisation anew and keeps what was read, whole or not at all; not where it was read again since it began. */
export async function readOrganisation(db: Db, xero: XeroAccess): Promise<XeroResult<ReadOrganisation>> {
  const begunAt = await readingBegins(db);
  const result = await fetchOrganisation(xero);
  if (!result.ok) return result;
  const { retailerId, organisationId } = xero;
  await saveOrganisation(db, { retailerId, organisationId }, result.value, begunAt);
  return result;
}
