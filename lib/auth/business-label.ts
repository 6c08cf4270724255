/** What may stand before the dot in `https://<business>.tagrain.net`. */
export const businessLabelPattern = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Works out the Tagrain label of a business from its name: "Café Noir & Co." becomes "cafe-noir-and-co".
 * @returns null where the name holds too few letters or digits for one
 */
export function businessLabel(name: string): string | null {
  const label = name
    .replaceAll('&', ' and ')
    .replaceAll('ß', 'ss')
    .replaceAll(/['’]/g, '')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '');
  return businessLabelPattern.test(label) ? label : null;
}
