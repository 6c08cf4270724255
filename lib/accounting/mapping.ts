import { z } from 'zod';
import { own } from './own.ts';
import { overReasons } from './reasons.ts';

/**
 * Where each thing at the till goes: chosen by the retailer, kept as dated versions. Every field may be missing; what is missing
 * is a refusal of the records that need it, never a default.
 *
 * The till's own account is the one that receives the cash payment type: cash from sales and cash movements meet there.
 */

const paymentTarget = z.union([z.object({ accountId: z.guid() }), z.object({ onAccount: z.literal(true) })]);

/** Instead of an option, at a place: its lines bear none of the category that the rest of the shop bears. */
export const NO_OPTION = 'none';

/** What an outlet or a register may have otherwise than the rest of the shop: everything. */
export const overrideSchema = z.object({
  salesAccountId: z.guid().nullish(),
  paymentTypes: z.record(z.string(), paymentTarget).default({}),
  giftCardAccountId: z.guid().nullish(),
  depositAccountId: z.guid().nullish(),
  tipsAccountId: z.guid().nullish(),
  roundingAccountId: z.guid().nullish(),
  cashInAccountId: z.guid().nullish(),
  cashOutAccountId: z.guid().nullish(),
  overShortAccountId: z.guid().nullish(),
  /** Where money given out or taken in against a customer's debt on one receipt goes through; always back at zero. */
  debtClearingAccountId: z.guid().nullish(),
  /** By the till's reason; `ofReason` finds it however it is spelled. */
  expenseAccounts: z.record(z.string(), z.guid()).default({}),
  /** The till's tax code → Xero's TaxType on sales. `NONE` is out of the scope of tax, not a rate of zero. */
  taxTypes: z.record(z.string(), z.string()).default({}),
  /** The till's tax code → Xero's TaxType on expenses that carry it. */
  expenseTaxTypes: z.record(z.string(), z.string()).default({}),
  /** Tracking category → its option that every line bears, or `NO_OPTION`. */
  tracking: z.record(z.guid(), z.union([z.guid(), z.literal(NO_OPTION)])).default({}),
  /** The contact that walk-ins are booked under. */
  walkInContactId: z.guid().nullish(),
  walkInContactName: z.string().nullish(),
});

export const mappingSchema = overrideSchema.extend({
  /** Nothing is there to be taken away from: what is not chosen for the shop is left out. */
  tracking: z.record(z.guid(), z.guid()).default({}),
  /** By the outlet's id at the till. */
  outlets: z.record(z.string(), overrideSchema).default({}),
  /** By `registerKey`. */
  registers: z.record(z.string(), overrideSchema).default({}),
});

export type Mapping = z.output<typeof mappingSchema>;
export type MappingOverride = z.output<typeof overrideSchema>;

/** A register's key in a mapping: its outlet's id and its own, which is unique in the outlet only. */
export const registerKey = (outlet: string, register: string) => JSON.stringify([outlet, register]);

/** The mapping as it holds at one register: the register's own words before the outlet's, before the shop's. */
export function mappingAt(mapping: Mapping, outlet: string, register: string | null): Mapping {
  const overrides = [
    own(mapping.outlets, outlet),
    register === null ? undefined : own(mapping.registers, registerKey(outlet, register)),
  ];
  let result = mapping;
  for (const override of overrides) {
    if (!override) continue;
    const chosen = Object.fromEntries(
      Object.entries(override).filter(([, value]) => typeof value === 'string'),
    );
    result = {
      ...result,
      ...chosen,
      paymentTypes: { ...result.paymentTypes, ...override.paymentTypes },
      expenseAccounts: overReasons(result.expenseAccounts, override.expenseAccounts),
      taxTypes: { ...result.taxTypes, ...override.taxTypes },
      expenseTaxTypes: { ...result.expenseTaxTypes, ...override.expenseTaxTypes },
      tracking: { ...result.tracking, ...override.tracking },
    };
  }
  return result === mapping ? mapping : { ...result, tracking: withoutNone(result.tracking) };
}

const withoutNone = (tracking: Mapping['tracking']): Mapping['tracking'] =>
  Object.fromEntries(Object.entries(tracking).filter(([, optionId]) => optionId !== NO_OPTION));
