import { isBank } from './accepts.ts';
import type { AccountFacts } from './organisation.ts';
import type { Place } from './place.ts';

/** Whether each register has a till account of its own, or the registers of an outlet share one. */
export type TillPer = 'register' | 'outlet';

const isRegister = ({ register }: Place) => register !== null;

/** What the till account of each place would be called in Xero. */
export function tillNames(places: readonly Place[], per: TillPer): { place: Place | null; name: string }[] {
  const several = places.filter((place) => !isRegister(place)).length > 1;
  const named = places
    .filter((place) => isRegister(place) === (per === 'register'))
    .map((place) => ({ place, name: tillName(place, several).slice(0, 150) }));
  return named.length > 0 ? named : [{ place: null, name: 'Till' }];
}

function tillName({ register, name, outletName }: Place, several: boolean): string {
  if (register === null) return several ? `${outletName} till` : 'Till';
  const till = /\btill\b/i.test(name) ? name : `Till ${name}`;
  return several ? `${outletName} ${till}` : till;
}

export const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The bank account that bears the name of a place's till; null: there is none. */
export function tillNamedAfter(
  place: Place,
  places: readonly Place[],
  accounts: readonly AccountFacts[],
): AccountFacts | null {
  const per = place.register === null ? 'outlet' : 'register';
  const wanted = tillNames(places, per).find(
    (till) => till.place?.outlet === place.outlet && till.place.register === place.register,
  );
  return (
    (wanted && accounts.find((account) => isBank(account) && sameName(account.name, wanted.name))) ?? null
  );
}
