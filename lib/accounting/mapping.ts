import { z } from 'zod';

/**
 * Where each thing at the till goes: chosen by the retailer, kept as dated versions. Every field may be missing; what is missing
 * is a refusal of the records that need it, never a default.
 */
export const mappingSchema = z.object({
  /** Revenue account of sale lines. */
  salesAccountId: z.guid().nullish(),
  /** The till's tax code → Xero's TaxType. `NONE` is out of the scope of tax, not a rate of zero. */
  taxTypes: z.record(z.string(), z.string()).default({}),
  /** The till's payment type code → receiving account, or on account (no payment yet). */
  paymentTypes: z
    .record(
      z.string(),
      z.union([z.object({ accountId: z.guid() }), z.object({ onAccount: z.literal(true) })]),
    )
    .default({}),
  /** The contact that walk-ins are booked under. */
  walkInContactId: z.guid().nullish(),
  walkInContactName: z.string().nullish(),
  /** Liability of gift cards sold. */
  giftCardAccountId: z.guid().nullish(),
  /** Where cash rounding goes. */
  roundingAccountId: z.guid().nullish(),
});

export type Mapping = z.output<typeof mappingSchema>;
