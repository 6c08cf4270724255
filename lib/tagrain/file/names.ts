import { type Decimal, isZero, multiply, toMinor } from './decimal.ts';
import { normalHead, rateInHead, tidyRate } from './fields.ts';
import type { Known } from './options.ts';
import type { ReadRow } from './row.ts';

export type Named = { id: string; name: string; isNew: boolean };
export type PaymentName = { code: string; name: string; kind: 'cash' | 'card' | 'gift_card' | 'other' };
export type TaxName = { code: string; name: string; rate: string | null };

/** What kind of money a payment type's name suggests. The retailer maps it himself; this only pre-fills. */
export function guessPaymentKind(name: string): PaymentName['kind'] {
  if (/gift|voucher|gutschein|cadeau|regalo|\bbon\b/i.test(name)) return 'gift_card';
  if (/\b(?:cash|bar|bargeld|espèces|efectivo|contanti|contant)\b/i.test(name)) return 'cash';
  if (
    /card|eftpos|visa|master|amex|american express|debit|credit|karte|\bcarte\b|tarjeta|\bcarta\b|\bpin\b/i.test(
      name,
    )
  )
    return 'card';
  return 'other';
}

const slug = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);

/** The tax codes of a file come from its tax column's head ("Tax 5%": TAX-5) or from its own code column. */
function taxNamer(head: string | null) {
  if (head === null) return () => ({ code: 'NONE', name: 'No tax', rate: null });
  const rate = rateInHead(head);
  const base =
    normalHead(head.replace(/\(?\s*\d+(?:[.,]\d+)?\s*%\s*\)?/, ' '))
      .replace(/ (?:amount|betrag|total)$/, '')
      .replaceAll(' ', '-')
      .toUpperCase()
      .slice(0, 40) || 'TAX';
  return (row: ReadRow, gross: Decimal): TaxName => {
    if (row.taxCode !== '') return ownCode(row.taxCode, base);
    // A column "Tax 5%" that is zero on a real amount says: not at 5 %. Booked under that rate, it would never agree.
    const none = isZero(row.tax!) && !isZero(gross) && !roundsToNothing(gross, rate);
    if (none) return { code: `${base}-0`, name: `${head}: none charged`, rate: '0' };
    return rate === null ? { code: base, name: head, rate } : { code: `${base}-${rate}`, name: head, rate };
  };
}

/** Whether the tax at that rate would be less than half a cent anyway. */
function roundsToNothing(gross: Decimal, rate: string | null): boolean {
  if (rate === null) return false;
  const hundredth = { units: BigInt(rate.replace('.', '')), scale: (rate.split('.')[1]?.length ?? 0) + 2 };
  return toMinor(multiply(gross, hundredth), 2) === 0;
}

function ownCode(text: string, base: string): TaxName {
  const rate = /^(\d{1,2}(?:[.,]\d{1,4})?)\s*%?$/.exec(text)?.[1];
  if (rate !== undefined)
    return { code: `${base}-${tidyRate(rate)}`, name: `${base} ${tidyRate(rate)}%`, rate: tidyRate(rate) };
  return { code: slug(text).toUpperCase() || base, name: text, rate: rateInHead(text) };
}

/** The known outlet that a file means, by its id or its name. */
function findOutlet(known: Known, text: string) {
  return known.outlets.find((o) => o.id === text) ?? known.outlets.find((o) => alike(o.name, text));
}

/** The id under which receipts of an outlet will be kept, so that two spellings of one outlet meet. */
export const outletIdOf = (known: Known, text: string): string => findOutlet(known, text)?.id ?? text;

/**
 * Turns names in the file into the till's own ids where the portal knows them, and remembers all that were met: the same
 * outlet under its name and under its id must not become two, or its receipts would be posted twice.
 */
export class Names {
  readonly outlets = new Map<string, Named>();
  readonly registers = new Map<string, Named & { outlet: string }>();
  readonly payments = new Map<string, PaymentName>();
  readonly taxes = new Map<string, TaxName>();
  readonly #taxOf: (row: ReadRow, gross: Decimal) => TaxName;

  constructor(
    private readonly known: Known,
    taxHead: string | null,
  ) {
    this.#taxOf = taxNamer(taxHead);
  }

  outlet(text: string): Named {
    let named = this.outlets.get(text);
    if (!named) {
      const same = findOutlet(this.known, text);
      named = same ? { id: same.id, name: same.name, isNew: false } : { id: text, name: text, isNew: true };
      this.outlets.set(text, named);
    }
    return named;
  }

  /** A file without registers still needs one per outlet, for every till transaction happened at one. */
  register(outlet: string, text: string): Named {
    const key = `${outlet}\u0001${text}`;
    let named = this.registers.get(key);
    if (!named) {
      const registers = this.known.outlets.find((o) => o.id === outlet)?.registers ?? [];
      const same = registers.find((r) => r.id === text) ?? registers.find((r) => alike(r.name, text));
      const fresh = text === '' ? { id: 'main', name: 'Main till' } : { id: text, name: text };
      const known = same ?? registers.find((r) => r.id === fresh.id);
      named = {
        outlet,
        ...(known ? { id: known.id, name: known.name, isNew: false } : { ...fresh, isNew: true }),
      };
      this.registers.set(key, named as Named & { outlet: string });
    }
    return named;
  }

  payment(text: string): PaymentName {
    let named = this.payments.get(text);
    if (!named) {
      const same =
        this.known.paymentTypes.find((p) => p.code === text) ??
        this.known.paymentTypes.find((p) => alike(p.name, text));
      named = {
        code: same?.code ?? (slug(text) || 'other'),
        name: same?.name ?? text,
        kind: guessPaymentKind(text),
      };
      this.payments.set(text, named);
    }
    return named;
  }

  taxCode(row: ReadRow, gross: Decimal): string {
    const tax = this.#taxOf(row, gross);
    if (!this.taxes.has(tax.code)) this.taxes.set(tax.code, tax);
    return tax.code;
  }

  /** An outlet that is known keeps its own zone, whatever zone is chosen for the file's new ones. */
  timeZone(outletId: string, otherwise: string): string {
    return this.known.outlets.find((o) => o.id === outletId)?.timeZone ?? otherwise;
  }

  /** Its cut-off too, or a file without times would put its days a day early. */
  dayCutoff(outletId: string, otherwise: string): string {
    return this.known.outlets.find((o) => o.id === outletId)?.dayCutoff ?? otherwise;
  }
}

const alike = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
