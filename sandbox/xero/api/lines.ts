/** Lines of invoices, credit notes and bank transactions: what is read, computed and refused. */
import { guessedText } from '../assumptions.ts';
import { type Decimal, fitsScale, formatMinor, toMinor } from '../base/decimal.ts';
import { newId } from '../base/ids.ts';
import { lineMinor, storedQuantityE4, storedUnitE4, taxOn, type UnitPlaces } from '../books/arithmetic.ts';
import type { Books } from '../books/books.ts';
import {
  ACCOUNT_TYPES,
  type Account,
  type Line,
  type LineAmountTypes,
  type TaxRate,
} from '../books/types.ts';
import { type Findings, namedAccount } from './context.ts';
import type { Input } from './input.ts';
import { readTracking } from './tracking.ts';

export interface LineRules {
  types: LineAmountTypes;
  unitPlaces: UnitPlaces;
  /** An approved document: what is not usable is refused instead of dropped with a warning. */
  strict: boolean;
  /** On bank transactions a tax amount must be Xero's own figure. */
  ownTaxOnly: boolean;
  discounts: boolean;
}

export interface ReadLine {
  line: Line;
  /** Errors that Xero shows inside the line instead of at the document. */
  lineErrors: string[];
}

const NO_LINES_ON = new Set([
  'DEBTORS',
  'CREDITORS',
  'RETAINEDEARNINGS',
  'BANKCURRENCYGAIN',
  'UNREALISEDCURRENCYGAIN',
]);

const ONE: Decimal = { units: 1n, scale: 0 };

/** Reads and computes the lines of a document. */
export function readLines(books: Books, inputs: Input[], rules: LineRules, findings: Findings): ReadLine[] {
  return inputs.map((input) => readLine(books, input, rules, findings));
}

function readLine(books: Books, input: Input, rules: LineRules, findings: Findings): ReadLine {
  const amounts = readAmounts(input, rules, findings);
  const lineErrors: string[] = [];
  const description = input.filled('Description');
  const blank = amounts.blank && !input.has('AccountCode') && !input.has('AccountID');
  if (rules.strict && description === null) findings.errors.push(guessedText.descriptionMissing);
  const account = blank ? null : lineAccount(books, input, rules, findings, lineErrors);
  const rate = blank ? null : lineRate(books, input, account, rules, findings);
  const taxMinor = lineTax(input, amounts.lineMinor, rate, rules, findings);
  // A line that rounds away to nothing trips these two on an approved document (seen with unitdp=4).
  if (rules.strict && amounts.vanished) lineErrors.push('Account must be valid.', 'Tax rate must be valid.');
  return {
    lineErrors,
    line: {
      id: input.filled('LineItemID') ?? newId(),
      description,
      quantityE4: amounts.quantityE4,
      unitE4: amounts.unitE4,
      lineMinor: amounts.lineMinor,
      taxMinor,
      taxType: rate?.taxType ?? null,
      accountId: account?.id ?? null,
      itemCode: input.filled('ItemCode'),
      discountRate: amounts.discountRate,
      discountMinor: amounts.discountMinor,
      tracking: readTracking(books, input.list('Tracking') ?? [], rules.strict, findings),
    },
  };
}

interface Amounts {
  quantityE4: number;
  unitE4: number;
  lineMinor: number;
  discountRate: string | null;
  discountMinor: number | null;
  /** No amount at all: a line of text. */
  blank: boolean;
  /** There was an amount and rounding made it nothing. */
  vanished: boolean;
}

function readAmounts(input: Input, rules: LineRules, findings: Findings): Amounts {
  const sent = input.decimal('LineAmount');
  const unitSent = input.decimal('UnitAmount');
  const quantity = input.decimal('Quantity') ?? ONE;
  const discountRate = input.decimal('DiscountRate');
  const discountAmount = input.decimal('DiscountAmount');
  try {
    const quantityE4 = storedQuantityE4(quantity);
    // An amount alone is one piece at that amount.
    const unit = unitSent ?? (sent && quantity.units === 10n ** BigInt(quantity.scale) ? sent : null);
    const unitE4 = unit ? storedUnitE4(unit, rules.unitPlaces) : 0;
    const discounted = (discountRate?.units ?? 0n) !== 0n || (discountAmount?.units ?? 0n) !== 0n;
    if (discounted && !rules.discounts) findings.errors.push(guessedText.discountNotAllowed);
    const discount = rules.discounts ? { rate: discountRate, amount: discountAmount } : {};
    const computed = lineMinor(quantityE4, unitE4, discount);
    const undiscounted = lineMinor(quantityE4, unitE4);
    // Seen by users: an amount of nothing off a line that comes back is refused, a rate of nothing is not.
    if (rules.discounts && !discountRate && discountAmount?.units === 0n && undiscounted < 0) {
      findings.errors.push(guessedText.discountTooLarge('0.00'));
    }
    if (discounted && rules.discounts && Math.sign(computed) === -Math.sign(undiscounted) && computed !== 0) {
      findings.errors.push(guessedText.discountTooLarge(discountRate ? decimalText(discountRate) : '100.00'));
    }
    if (sent && (!fitsScale(sent, 2) || toMinor(sent) !== computed)) {
      findings.errors.push(
        `The line total ${decimalText(sent)} does not match the expected line total ${formatMinor(computed)}`,
      );
    }
    return {
      quantityE4,
      unitE4,
      lineMinor: computed,
      discountRate: discounted && discountRate ? decimalText(discountRate) : null,
      discountMinor: discounted && !discountRate && discountAmount ? toMinor(discountAmount) : null,
      blank: unit === null,
      vanished: computed === 0 && (unit?.units ?? 0n) !== 0n && quantity.units !== 0n && !discounted,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    findings.errors.push(guessedText.amountTooLarge);
    return {
      quantityE4: 0,
      unitE4: 0,
      lineMinor: 0,
      discountRate: null,
      discountMinor: null,
      blank: true,
      vanished: false,
    };
  }
}

/** A decimal with two places, or as many as it has. */
function decimalText(decimal: Decimal): string {
  const scale = Math.max(2, decimal.scale);
  const units = decimal.units * 10n ** BigInt(scale - decimal.scale);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function lineAccount(
  books: Books,
  input: Input,
  rules: LineRules,
  findings: Findings,
  lineErrors: string[],
): Account | null {
  const named = input.filled('AccountCode') ?? input.filled('AccountID');
  if (named === null) {
    if (rules.strict) lineErrors.push(guessedText.accountMissing);
    return null;
  }
  const account = namedAccount(books, input, 'AccountID', 'AccountCode');
  if (!account) {
    if (rules.strict) findings.errors.push(invalidCode(named));
    else
      findings.warnings.push(
        `Account code '${named}' has been removed as it does not match a recognised account.`,
      );
    return null;
  }
  if (account.status === 'ARCHIVED') {
    if (rules.strict) findings.errors.push(guessedText.archivedAccount(named));
    else findings.warnings.push(guessedText.archivedAccountDropped(named));
    return null;
  }
  if (account.type === 'BANK' || NO_LINES_ON.has(account.systemAccount ?? '')) {
    findings.errors.push(invalidCode(named));
    return null;
  }
  return account;
}

/** An account that exists and cannot stand where it was named. */
export const invalidCode = (code: string): string =>
  `Account code '${code}' is not a valid code for this document`;

function lineRate(
  books: Books,
  input: Input,
  account: Account | null,
  rules: LineRules,
  findings: Findings,
): TaxRate | null {
  const sent = input.filled('TaxType');
  const taxType = sent ?? account?.taxType ?? null;
  if (taxType === null) return null;
  const rate = books.taxRates.first('taxType', taxType.toUpperCase());
  if (rate?.status !== 'ACTIVE') {
    findings.errors.push(
      `The TaxType code ${taxType} does not exist or cannot be used for this type of transaction.`,
    );
    return null;
  }
  const accountClass = account ? ACCOUNT_TYPES[account.type] : undefined;
  if (account && accountClass && rules.types !== 'NoTax' && !rate.appliesTo.includes(accountClass)) {
    findings.errors.push(
      `The TaxType code '${taxType}' cannot be used with account code '${account.code ?? account.name}'.`,
    );
    return null;
  }
  return rate;
}

function lineTax(
  input: Input,
  lineMinorAmount: number,
  rate: TaxRate | null,
  rules: LineRules,
  findings: Findings,
): number {
  const own = rate === null ? 0 : taxOn(lineMinorAmount, rate.effectiveE4, rules.types);
  const sent = input.decimal('TaxAmount');
  if (!sent) return own;
  if (!fitsScale(sent, 2)) {
    findings.errors.push(guessedText.amountPlaces('TaxAmount'));
    return own;
  }
  const minor = toMinor(sent);
  if (minor === own) return own;
  if (rules.ownTaxOnly) {
    findings.errors.push(guessedText.bankTaxAmount(formatMinor(minor), formatMinor(own)));
    return own;
  }
  if (!plausibleTax(minor, lineMinorAmount, rate, rules.types)) {
    findings.errors.push(guessedText.taxAmountSign(formatMinor(minor)));
    return own;
  }
  return minor;
}

/** An override is taken if there is a rate, the sign is the line's, and it is not more than the line. */
function plausibleTax(minor: number, line: number, rate: TaxRate | null, types: LineAmountTypes): boolean {
  if (minor === 0) return true;
  if (types === 'NoTax' || rate === null || rate.effectiveE4 === 0) return false;
  return Math.sign(minor) === Math.sign(line) && Math.abs(minor) <= Math.abs(line);
}

export const unitPlacesOf = (query: URLSearchParams): UnitPlaces => (query.get('unitdp') === '4' ? 4 : 2);

/** A total that was sent must be what the lines come to. */
export function totalRefusal(input: Input, totalMinor: number): string | null {
  const sent = input.decimal('Total');
  if (!sent || (fitsScale(sent, 2) && toMinor(sent) === totalMinor)) return null;
  return 'The Document total does not equal the sum of the lines.';
}
