/** Apps made since March 2026 have granular scopes only; the broad ones fail for them. */
const WRITABLE = [
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.manualjournals',
  'accounting.contacts',
  'accounting.settings',
];

export const SCOPES: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'offline_access',
  ...WRITABLE,
  ...WRITABLE.map((scope) => `${scope}.read`),
  'accounting.reports.trialbalance.read',
  'accounting.reports.banksummary.read',
]);

/** The scopes asked for, or null if one of them is none. */
export function parseScopes(text: string): string[] | null {
  const scopes = text.split(/\s+/).filter((scope) => scope !== '');
  return scopes.length > 0 && scopes.every((scope) => SCOPES.has(scope)) ? [...new Set(scopes)] : null;
}

/** True if a granted scope allows what is needed: the scope itself, or for reading its `.read` form. */
export function allows(granted: readonly string[], needed: string, writes: boolean): boolean {
  if (granted.includes(needed)) return true;
  return !writes && granted.includes(`${needed}.read`);
}
