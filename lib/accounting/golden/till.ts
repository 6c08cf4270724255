/** Discounts that were spread over lines, and drawers that were counted. */

export type GoldenShares = {
  id: string;
  source: string;
  /** Minor units, as all amounts here. */
  amountMinor: number;
  weights: number[];
  /** Null: the source shows the sum only. */
  shares: number[] | null;
  /** What the lines come to afterwards, where the source says so. */
  totalMinor?: number;
};

const sfcc = 'help.salesforce.com, cc.b2c_promotion_proration_logic';
const dinero = 'dinerojs/dinero.js, allocate.md';

export const goldenShares: GoldenShares[] = [
  {
    ...{ id: 'APP-SFCC-1', source: sfcc, amountMinor: 1650, weights: [6000, 5000], shares: [900, 750] },
    totalMinor: 9350,
  },
  {
    ...{ id: 'APP-SFCC-2', source: sfcc, amountMinor: 1500, weights: [5000, 5000], shares: [750, 750] },
    totalMinor: 8500,
  },
  {
    // The third is excluded from the discount, and counts towards the total.
    ...{ id: 'APP-SFCC-3', source: sfcc, amountMinor: 1650, weights: [6000, 5000, 0], shares: [900, 750, 0] },
    totalMinor: 9350,
  },
  {
    ...{ id: 'APP-VTEX-780', source: 'help.vtex.com, how-does-promotion-proration-work', amountMinor: 15600 },
    ...{ weights: [19000, 19000, 25000, 15000], shares: [3800, 3800, 5000, 3000] },
  },
  { ...{ id: 'APP-DINERO-2', source: dinero, amountMinor: 100, weights: [1, 3], shares: [25, 75] } },
  { ...{ id: 'APP-DINERO-3', source: dinero, amountMinor: 1003, weights: [50, 50], shares: [502, 501] } },
  {
    ...{ id: 'APP-DINERO-4', source: dinero, amountMinor: 1003 },
    ...{ weights: [0, 50, 50], shares: [0, 502, 501] },
  },
  {
    ...{ id: 'APP-RETAILCRM', source: 'help.retailcrm.pro/Developers/Discounts', amountMinor: 500 },
    ...{ weights: [1800, 1500], shares: null, totalMinor: 2800 },
  },
];

export type GoldenDrawer = {
  id: string;
  source: string;
  opening: string;
  sales: string;
  expenses: string;
  counted: string;
  over: string;
  /** What left the drawer when the float stayed; null: the source does not say. */
  banked: string | null;
};

const drawer = (
  id: string,
  source: string,
  [opening, sales, counted, over]: [string, string, string, string],
  banked: string | null,
  expenses = '0.00',
): GoldenDrawer => ({ id, source, opening, sales, expenses, counted, over, banked });

const journalEntry = 'double-entry-bookkeeping, cash over and short';
const forum = 'bookkeepers.activeboard.com t41271103';
const textbook = 'espositoinfissi.it, after a textbook';
const royal = 'wizedu.com 276350 (Royal Jewels)';

export const goldenDrawers: GoldenDrawer[] = [
  drawer('TILL-OVER-14', journalEntry, ['200.00', '1400.00', '1614.00', '14.00'], '1414.00'),
  drawer('TILL-SHORT-12', journalEntry, ['100.00', '1500.00', '1588.00', '-12.00'], '1488.00'),
  drawer('TILL-ROYAL-06-25', royal, ['300.00', '1222.00', '1516.00', '-6.00'], '1216.00'),
  drawer('TILL-ROYAL-06-27', royal, ['300.00', '1343.00', '1648.00', '5.00'], '1348.00'),
  drawer('TILL-ROYAL-06-30', royal, ['300.00', '1363.00', '1655.00', '-8.00'], '1355.00'),
  // The source counts without the float of 100.00.
  drawer('TILL-2790', 'sang-sho.com', ['100.00', '2790.00', '2885.00', '-5.00'], null),
  drawer('TILL-FORUM-10', forum, ['100.00', '1000.00', '1090.00', '-10.00'], '990.00'),
  drawer('TILL-PETTY-92.60', textbook, ['100.00', '0.00', '7.40', '0.00'], null, '92.60'),
  drawer('TILL-YOGA-1', 'thiagolunar.com.br', ['0.00', '95.00', '96.00', '1.00'], null),
];
