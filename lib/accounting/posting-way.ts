import type { Mapping } from './mapping.ts';
import { onAccountTypes } from './own-invoice.ts';
import { type DatedPolicy, type PostingPolicy, policyAt } from './posting-policy.ts';

/** Business days on which receipts are summed, all in one way, and the payment types that keep theirs out of the summary. */
export type SummarySpan = {
  way: Exclude<PostingPolicy['way'], 'each_sale'>;
  /** The outlet's id at the till; null: every outlet but those in `except`, for which it was decided apart. */
  outlet: string | null;
  except: string[];
  from: string;
  /** First day that is no longer in it; null: it goes on. */
  to: string | null;
  onAccount: string[];
};

/**
 * Where and when receipts are posted in summaries. Outlet and business day alone decide, so that no receipt is posted in both ways,
 * whenever it comes.
 * @param policies and mappings: newest first
 */
export function summarySpans(
  policies: readonly DatedPolicy[],
  mappings: readonly { validFrom: string; body: Mapping }[],
): SummarySpan[] {
  const days = [...new Set([...policies, ...mappings].map((v) => v.validFrom))].sort();
  const apart = [...new Set(policies.flatMap((p) => (p.outlet === null ? [] : [p.outlet])))].sort();
  const shops = policies.filter((p) => p.outlet === null);
  return [null, ...apart].flatMap((outlet) =>
    days.flatMap((from, i) => {
      const { way } = outlet === null ? policyAt(shops, '', from) : policyAt(policies, outlet, from);
      if (way === 'each_sale') return [];
      const mapping = mappings.find((m) => m.validFrom <= from)?.body;
      const onAccount = mapping ? onAccountTypes(mapping) : [];
      return [
        { way, outlet, except: outlet === null ? apart : [], from, to: days[i + 1] ?? null, onAccount },
      ];
    }),
  );
}

/** The span that an outlet's business day lies in; undefined: its receipts are posted one by one. */
export const spanOn = (spans: readonly SummarySpan[], outlet: string, day: string): SummarySpan | undefined =>
  spans.find(
    (s) =>
      (s.outlet === null ? !s.except.includes(outlet) : s.outlet === outlet) &&
      s.from <= day &&
      (s.to === null || day < s.to),
  );
