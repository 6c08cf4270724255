import { z } from 'zod';

const money = z.object({
  type: z.literal('receipt'),
  at: z.string(),
  currency: z.string(),
  status: z.string(),
  total: z.string(),
  taxes: z.array(z.object({ amount: z.string() })).nullish(),
  payments: z.array(z.object({ type: z.string(), amount: z.string() })).nullish(),
});

/**
 * Whether two bodies under one identity are the same receipt that came two ways (the feed and a file, or a file with other columns
 * matched): its descriptions may differ, its moment and its money may not.
 */
export function sameReceipt(one: unknown, other: unknown): boolean {
  const a = money.safeParse(one).data;
  const b = money.safeParse(other).data;
  return a !== undefined && b !== undefined && essence(a) === essence(b);
}

function essence({ at, currency, status, total, taxes, payments }: z.output<typeof money>): string {
  const taxAmounts = (taxes ?? []).map((t) => t.amount).filter((amount) => !/^-?0(\.0*)?$/.test(amount));
  const paid = (payments ?? []).map(({ type, amount }) => `${type} ${amount}`);
  return JSON.stringify([Date.parse(at), currency, status, total, taxAmounts.sort(), paid.sort()]);
}
