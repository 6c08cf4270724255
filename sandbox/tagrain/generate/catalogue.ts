import type { Customer } from '../records.ts';
import type { Country, TaxClass } from './countries.ts';

export interface Product {
  id: string;
  name: string;
  category: string;
  /** Per piece, or per kilogram where it is weighed. */
  priceMinor: number;
  taxCode: string;
  weighed: boolean;
}

type Row = [name: string, category: string, price: number, tax: TaxClass, weighed?: boolean];

const ROWS: Row[] = [
  ['Linen apron', 'Kitchen', 2495, 'standard'],
  ['Tea towel, set of three', 'Kitchen', 3200, 'standard'],
  ['Enamel mug', 'Kitchen', 1650, 'standard'],
  ['Cast-iron pan 26 cm', 'Kitchen', 8995, 'standard'],
  ['Chef knife 20 cm', 'Kitchen', 12_900, 'standard'],
  ['Oak chopping board', 'Kitchen', 5450, 'standard'],
  ['Espresso pot, 6 cups', 'Kitchen', 4995, 'standard'],
  ['Mixing bowl', 'Kitchen', 2250, 'standard'],
  ['Soy candle', 'Home', 2895, 'standard'],
  ['Wool throw', 'Home', 14_900, 'standard'],
  ['Cushion cover', 'Home', 3995, 'standard'],
  ['Stoneware vase', 'Home', 6450, 'standard'],
  ['Hand soap 500 ml', 'Home', 1895, 'standard'],
  ['Beeswax polish', 'Home', 1450, 'standard'],
  ['Table lamp', 'Home', 11_950, 'standard'],
  ['Notebook A5', 'Paper', 1295, 'standard'],
  ['Greeting card', 'Paper', 695, 'standard'],
  ['Wrapping paper', 'Paper', 850, 'standard'],
  ['Fountain pen', 'Paper', 4595, 'standard'],
  ['Wall calendar', 'Paper', 2999, 'standard'],
  ['Cotton T-shirt', 'Clothing', 3495, 'standard'],
  ['Merino socks', 'Clothing', 2295, 'standard'],
  ['Canvas tote', 'Clothing', 1999, 'standard'],
  ['Straw hat', 'Clothing', 5900, 'standard'],
  ['Dark chocolate 100 g', 'Sweets', 849, 'standard'],
  ['Nougat bar', 'Sweets', 550, 'standard'],
  ['Sourdough loaf', 'Food', 890, 'food'],
  ['Olive oil 500 ml', 'Food', 1995, 'food'],
  ['Honey 400 g', 'Food', 1395, 'food'],
  ['Apricot jam', 'Food', 995, 'food'],
  ['Free-range eggs, dozen', 'Food', 960, 'food'],
  ['Cheddar', 'Food', 3890, 'food', true],
  ['Kalamata olives', 'Food', 2650, 'food', true],
  ['Coffee beans', 'Food', 4800, 'food', true],
  ['Walnuts', 'Food', 2990, 'food', true],
  ['Nicotine patches', 'Health', 3299, 'reduced'],
  ['Sun cream SPF 50', 'Health', 2450, 'standard'],
  ['Hamper, posted overseas', 'Gifts', 9500, 'export'],
  ['Gift box', 'Gifts', 4500, 'standard'],
  ['Gift bag', 'Gifts', 450, 'standard'],
];

/** What the shop sells, at the country's prices, to the nearest five cents except where a price ends in a nine. */
export function catalogueOf(country: Country): Product[] {
  return ROWS.map(([name, category, price, tax, weighed], index) => {
    const local = Math.round((price * country.pricePercent) / 100);
    return {
      id: `P${String(index + 1).padStart(3, '0')}`,
      name,
      category,
      priceMinor: country.pricePercent === 100 || local % 10 === 9 ? local : Math.round(local / 5) * 5,
      taxCode: country.taxCodes[tax],
      weighed: weighed ?? false,
    };
  });
}

export interface KnownCustomer extends Customer {
  /** May buy on account. */
  account: boolean;
}

const PEOPLE = [
  'Mei Tan',
  'Aroha Ngata',
  "Siobhan O'Brien",
  'José Álvarez',
  'Zoë Müller',
  'Priya Raman',
  'Tom Becker',
  'Grace Okafor',
  'Liam Walsh',
  'Ana Horvat',
  'Noah Fletcher',
  'Ines Duarte',
  'Hugo Lindqvist',
  'Ruby Carter',
  'Omar Haddad',
  'Ella Moore',
];
const TRADE = [
  'Fern & Frond Café',
  'Quayside Guesthouse',
  'Bluebird Preschool',
  'Northgate Rowing Club',
  'Studio Kestrel',
  'The Old Mill Kitchen',
];

/** The named customers; the trade customers and the first two people have an account. */
export const CUSTOMERS: KnownCustomer[] = [...TRADE, ...PEOPLE].map((name, index) => {
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .replace(/ +/g, '.');
  const known: KnownCustomer = {
    id: `C${String(index + 1).padStart(4, '0')}`,
    name,
    account: index < TRADE.length + 2,
  };
  // One in five left no address: a connector must not count on it.
  if (index % 5 !== 4) known.email = `${plain}@example.com`;
  return known;
});

export const OPERATORS = ['Alex', 'Bronwyn', 'Charlie', 'Dewi', 'Esra'];

/** Petty cash: what it was for, to whom it went (not always noted), whether it bears tax, and its range. */
export const EXPENSES: { reason: string; payee: string | null; taxed: boolean; range: [number, number] }[] = [
  { reason: 'Window cleaning', payee: 'Bright Windows', taxed: true, range: [3500, 6000] },
  { reason: 'Milk for the staff room', payee: 'Corner Grocer', taxed: false, range: [350, 900] },
  { reason: 'Postage', payee: 'Post shop', taxed: true, range: [800, 2600] },
  { reason: 'Cleaning supplies', payee: 'Hardware store', taxed: true, range: [900, 3200] },
  { reason: 'Parking', payee: null, taxed: false, range: [400, 1800] },
  { reason: 'Flowers for the counter', payee: 'Market florist', taxed: true, range: [1500, 3500] },
];
