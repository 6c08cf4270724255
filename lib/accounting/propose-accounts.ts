import { isBank } from './accepts.ts';
import { paymentField } from './field-values.ts';
import { kindOf } from './kind-of-payment.ts';
import type { MappingField } from './mapping-fields.ts';
import type { OrganisationFacts } from './organisation.ts';
import { type Place, type PlaceId, placeKey, placeName } from './place.ts';
import { sameName, type TillPer, tillNames } from './till-names.ts';
import type { PaymentKind, TillNeeds } from './till-needs.ts';

/** What an account that the portal can make in Xero is for. */
export type AccountUse =
  | 'till'
  | 'card'
  | 'transit'
  | 'gift_card'
  | 'store_credit'
  | 'loyalty'
  | 'deposit'
  | 'tips'
  | 'over_short'
  | 'debt_clearing'
  | 'rounding';

export type AccountMade = 'BANK' | 'CURRLIAB' | 'EXPENSE';

type Kind = {
  type: AccountMade;
  /** Whether it receives payments: then Xero must be told so, unless it is a bank account. */
  receivesPayments: boolean;
  name: string;
  /** Where free codes are looked for. */
  fromCode: number;
  /** In a retailer's words. */
  words: string;
};

/** How each is made. A till's name is its place's, see `tillNames`. */
export const accountKinds: Record<AccountUse, Kind> = {
  till: {
    ...{ type: 'BANK', receivesPayments: true, name: 'Till', fromCode: 91 },
    words: 'The cash in the drawer',
  },
  card: {
    ...{ type: 'BANK', receivesPayments: true, name: 'Card clearing', fromCode: 91 },
    words: 'Card payments until the bank pays them out',
  },
  transit: {
    ...{ type: 'BANK', receivesPayments: false, name: 'Cash in transit', fromCode: 91 },
    words: 'Cash taken from the till until it is banked',
  },
  gift_card: {
    ...{ type: 'CURRLIAB', receivesPayments: true, name: 'Gift cards', fromCode: 815 },
    words: 'What gift cards are owed',
  },
  store_credit: {
    ...{ type: 'CURRLIAB', receivesPayments: true, name: 'Store credit', fromCode: 815 },
    words: 'What store credit is owed',
  },
  loyalty: {
    ...{ type: 'CURRLIAB', receivesPayments: true, name: 'Loyalty points', fromCode: 815 },
    words: 'What loyalty points are owed',
  },
  deposit: {
    ...{ type: 'CURRLIAB', receivesPayments: false, name: 'Customer deposits', fromCode: 815 },
    words: 'Deposits and laybys until the goods are collected',
  },
  tips: {
    ...{ type: 'CURRLIAB', receivesPayments: false, name: 'Tips payable', fromCode: 815 },
    words: 'Tips until they are paid out',
  },
  debt_clearing: {
    ...{ type: 'CURRLIAB', receivesPayments: false, name: 'Customer debt clearing', fromCode: 815 },
    words: 'Money given out or taken in against what customers owe; always back at zero',
  },
  over_short: {
    ...{ type: 'EXPENSE', receivesPayments: false, name: 'Cash over/short', fromCode: 435 },
    words: 'What the till is over or short',
  },
  rounding: {
    ...{ type: 'EXPENSE', receivesPayments: false, name: 'Cash rounding', fromCode: 436 },
    words: 'Cash rounding',
  },
};

/** An account that is missing in Xero, as it would be made. */
export type ProposedAccount = {
  /** Unlike any other's of the list. */
  key: string;
  use: AccountUse;
  type: AccountMade;
  name: string;
  code: string;
  words: string;
  /** Whether posting cannot start without; the rest is offered. */
  isNeeded: boolean;
  /** What is chosen with it once it is there: in the shop, or at a place. */
  fills: { place: PlaceId | null; field: string }[];
};

/** Which accounts of the shop's each use fills, whatever its payment types are called. */
const fixedFields: Partial<Record<AccountUse, string[]>> = {
  transit: ['cashOutAccountId', 'cashInAccountId'],
  gift_card: ['giftCardAccountId'],
  deposit: ['depositAccountId'],
  tips: ['tipsAccountId'],
  over_short: ['overShortAccountId'],
  debt_clearing: ['debtClearingAccountId'],
  rounding: ['roundingAccountId'],
};
const paymentKinds: Partial<Record<AccountUse, PaymentKind>> = {
  card: 'card',
  gift_card: 'gift_card',
  store_credit: 'store_credit',
  loyalty: 'loyalty',
};

/**
 * Where one field decides: change may be brought from a bank account that is there already, and gift cards are redeemed from the
 * account that they were sold on, never from a second one.
 */
const lackingBy: Partial<Record<AccountUse, string>> = {
  transit: 'cashOutAccountId',
  gift_card: 'giftCardAccountId',
};

/**
 * The accounts that the chart lacks for what the till needs, with names and codes that are free. What has a value, or an account in
 * Xero that is likely meant, is not proposed.
 * @param shop the form's fields, with values and suggestions
 */
export function proposeAccounts(
  needs: TillNeeds,
  facts: OrganisationFacts,
  shop: readonly MappingField[],
  places: readonly Place[],
  per: TillPer,
): ProposedAccount[] {
  const free = freeOf(facts);
  const open = (field: string) =>
    shop.find((one) => one.field === field && one.value === null && one.suggestion === null);
  const others = (Object.keys(accountKinds) as AccountUse[]).filter((use) => use !== 'till');
  const lacking = others.flatMap((use): Missing[] => {
    const kind = paymentKinds[use];
    const fields = [
      ...(fixedFields[use] ?? []),
      ...needs.paymentTypes
        .filter((type) => kind && kindOf(type) === kind)
        .map(({ code }) => paymentField(code)),
    ].flatMap((field) => open(field) ?? []);
    const isLacking = open(lackingBy[use] ?? '') !== undefined || (!lackingBy[use] && fields.length > 0);
    if (!isLacking) return [];
    return [
      {
        ...{ key: use, use, name: free.name(accountKinds[use].name) },
        isNeeded: fields.some(({ isRequired }) => isRequired),
        fills: fields.map(({ field }) => ({ place: null, field })),
      },
    ];
  });
  const tills = missingTills(needs, facts, shop, places, per);
  return [...tills.map((till) => ({ ...till, name: free.name(till.name) })), ...lacking].map((one) => {
    const { type, fromCode, words } = accountKinds[one.use];
    return { ...one, type, words: one.words ?? words, code: free.code(fromCode) };
  });
}

type Missing = Pick<ProposedAccount, 'key' | 'use' | 'name' | 'isNeeded' | 'fills'> & {
  /** Instead of the words of its use. */
  words?: string;
};

/** Tills where cash has no account at all; and the rest of a set that was begun: a lost connection, a new register. */
function missingTills(
  needs: TillNeeds,
  facts: OrganisationFacts,
  shop: readonly MappingField[],
  places: readonly Place[],
  per: TillPer,
): Missing[] {
  const cash = needs.paymentTypes.find((type) => kindOf(type) === 'cash');
  const field = cash && paymentField(cash.code);
  const ofShop = shop.find((one) => one.field === field);
  if (!field || !ofShop) return [];
  const tills = tillNames(places, per);
  const accounts = [...facts.accounts.values()];
  const isThere = ({ name }: { name: string }) =>
    accounts.some((account) => isBank(account) && sameName(account.name, name));
  const hasAccount = ofShop.value !== null || ofShop.suggestion !== null;
  if (hasAccount && !tills.some(isThere)) return [];
  return tills
    .map(({ place, name }, position): Missing => {
      const isFirst = position === 0;
      return {
        ...{
          key: place ? `till.${placeKey(place)}` : 'till',
          use: 'till',
          name,
          isNeeded: ofShop.isRequired,
        },
        ...(place && { words: `${accountKinds.till.words}: ${placeName(place)}` }),
        // The first is the shop's; the others hold at their places.
        fills: [
          { place: isFirst || !place ? null : { outlet: place.outlet, register: place.register }, field },
        ],
      };
    })
    .filter((till) => !isThere(till));
}

/** Codes and names that nothing in the chart has, archived accounts included: Xero keeps those taken. Each is given once. */
function freeOf(facts: OrganisationFacts) {
  const accounts = [...facts.accounts.values()];
  const codes = new Set(accounts.flatMap(({ code }) => (code === null ? [] : [code.toLowerCase()])));
  const names = new Set(accounts.map(({ name }) => name.trim().toLowerCase()));
  return {
    code(from: number): string {
      let number = from;
      while (codes.has(written(number))) number += 1;
      codes.add(written(number));
      return written(number);
    },
    name(wanted: string): string {
      let name = wanted;
      for (let again = 2; names.has(name.toLowerCase()); again += 1) name = `${wanted} ${again}`;
      names.add(name.toLowerCase());
      return name;
    },
  };
}

const written = (code: number) => String(code).padStart(3, '0');
