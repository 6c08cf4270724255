import { formatMinor, type Minor, minorDigits, sum } from '@/lib/money/money';
import { percent, taxInside } from '@/lib/money/rounding';
import type { DocumentLine, LineTracking } from './document.ts';
import { asFew, type BothWays, type DetailedLine, wayOf } from './line-detail.ts';
import type { OrganisationFacts } from './organisation.ts';
import type { PostingPolicy } from './posting-policy.ts';
import type { Refusal } from './refusal.ts';

/** Lines of many receipts as one line of their summary. */
type SummedLine = {
  /** The product or category that it is of, where the policy asks for it. */
  detail: string | null;
  accountId: string;
  taxType: string;
  tracking: readonly LineTracking[] | undefined;
  grossMinor: Minor;
  taxMinor: Minor;
  /** How many tax amounts of the till are in it: each may be half a cent from the exact one. */
  taxAmounts: number;
};

/** Sums lines as they come, so that a summary costs what its receipts cost. */
export class SummaryLines {
  readonly #byGroup = new Map<string, BothWays<SummedLine>>();

  /** @param detail as the policy says; single lines of receipts are no summary, and are summed per account */
  constructor(readonly detail: PostingPolicy['lineDetail']) {}

  /** Adds a line, where there is one. */
  add(detailed: DetailedLine | null): void {
    if (!detailed) return;
    const { accountId, taxType, tracking, grossMinor, taxMinor } = detailed.line;
    const detail = this.detail === 'product' || this.detail === 'category' ? detailed[this.detail] : null;
    // What makes two lines one: registers of an outlet may be tracked apart.
    const group = JSON.stringify([accountId, taxType, detail, tracking]);
    let both = this.#byGroup.get(group);
    if (!both) {
      both = { sold: null, back: null };
      this.#byGroup.set(group, both);
    }
    const way = wayOf(detailed.line);
    const line = { accountId, taxType, detail, tracking, grossMinor, taxMinor, taxAmounts: 1 };
    const known = both[way];
    both[way] = known ? plus(known, line) : line;
  }

  /** The summary's lines, in an order that does not depend on the receipts'. What came to nothing is left out, unless all did. */
  lines({ accounts, taxRates }: OrganisationFacts): DocumentLine[] {
    const all = this.#sorted().map(({ accountId, taxType, detail, tracking, grossMinor, taxMinor }) => ({
      description: [detail ?? accounts.get(accountId)?.name, taxRates.get(taxType)?.name]
        .filter(Boolean)
        .join(', ')
        .slice(0, 4000),
      ...{ accountId, taxType, grossMinor, taxMinor },
      ...(tracking && { tracking }),
    }));
    const some = all.filter((l) => l.grossMinor !== 0 || l.taxMinor !== 0);
    return some.length > 0 ? some : all.slice(0, 1);
  }

  /**
   * The till's tax may differ from Xero's own by rounding only: half a cent for each tax amount of the till that was summed, and half
   * a cent for each line on which Xero rounds.
   */
  taxStrays({ taxRates }: OrganisationFacts, currency: string): Refusal[] {
    const refusals: Refusal[] = [];
    for (const taxType of new Set(this.#sorted().map((l) => l.taxType))) {
      const rate = taxRates.get(taxType);
      if (!rate) continue;
      const lines = this.#sorted().filter((l) => l.taxType === taxType);
      const tills = sum(lines.map((l) => l.taxMinor));
      const fraction = percent(rate.rate);
      const xeros = sum(lines.map((l) => taxInside(l.grossMinor, fraction)));
      const halfCents = sum(lines.map((l) => l.taxAmounts)) + lines.length;
      if (2 * Math.abs(tills - xeros) <= halfCents) continue;
      const digits = minorDigits(currency);
      refusals.push({
        code: 'tax_differs',
        text: `The till's tax at “${rate.name}” comes to ${formatMinor(tills, digits)} over the whole summary, the rate (${rate.rate} %) makes ${formatMinor(xeros, digits)}. Check which rate is chosen for each of the till's taxes.`,
      });
    }
    return refusals;
  }

  #sorted(): SummedLine[] {
    return [...this.#byGroup].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, both]) => asFew(both, plus));
  }
}

const plus = (one: SummedLine, other: SummedLine): SummedLine => ({
  ...one,
  grossMinor: sum([one.grossMinor, other.grossMinor]),
  taxMinor: sum([one.taxMinor, other.taxMinor]),
  taxAmounts: one.taxAmounts + other.taxAmounts,
});
