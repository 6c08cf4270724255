import { z } from 'zod';

/** Each sale its own invoice, or one invoice and one credit note per register and shift, or per outlet and business day. */
export const postingWays = ['each_sale', 'summary_per_shift', 'summary_per_day'] as const;

/** How much an invoice tells: each line of the receipt, or lines summed per product, category or account. */
export const lineDetails = ['line', 'product', 'category', 'account'] as const;

/** How documents look in Xero: decided once for the shop, and for an outlet where it differs, from a business day on. */
export const postingPolicySchema = z.object({
  way: z.enum(postingWays),
  /** With DRAFT a person approves each invoice in Xero; payments wait for it. */
  status: z.enum(['AUTHORISED', 'DRAFT']),
  /** Stands before every number, so that invoices of the till are told from others at a glance. */
  numberPrefix: z.string().regex(/^[A-Z0-9]{0,8}$/),
  /** Days until a debt is due; what is paid at the till is due on its day. */
  dueDays: z.number().int().min(0).max(365),
  lineDetail: z.enum(lineDetails),
});

export type PostingPolicy = z.output<typeof postingPolicySchema>;

export const defaultPolicy: PostingPolicy = {
  way: 'each_sale',
  status: 'AUTHORISED',
  numberPrefix: '',
  dueDays: 0,
  lineDetail: 'line',
};

/** A policy as it was decided; `outlet`: the outlet's id at the till, null for the whole shop. */
export type DatedPolicy = PostingPolicy & { validFrom: string; outlet: string | null };

/**
 * The policy of an outlet on a business day: the newest that holds by then, the outlet's own before the shop's. The day decides, not
 * the moment of planning: a receipt that comes late is posted in the way of its day, so that no receipt is posted in two ways.
 * @param policies newest first
 */
export function policyAt(
  policies: readonly DatedPolicy[],
  outlet: string,
  businessDay: string,
): PostingPolicy {
  const holding = policies.filter((p) => p.validFrom <= businessDay);
  return holding.find((p) => p.outlet === outlet) ?? holding.find((p) => p.outlet === null) ?? defaultPolicy;
}
