// What the forms of Accounts and their routes both check. Nothing of the server may be imported here.
import { z } from 'zod';
import { lateItemChoices } from '@/lib/accounting/late';
import { mappingSchema } from '@/lib/accounting/mapping';
import { postingPolicySchema } from '@/lib/accounting/posting-policy';
import { type AccountUse, accountKinds } from '@/lib/accounting/propose-accounts';

const day = (missing: string) => z.iso.date(missing);

export const saveMappingSchema = z.object({
  mapping: mappingSchema,
  validFrom: day('Please choose a day.').optional(),
});

/** How it is posted, as the form writes it: an empty outlet is the whole shop. */
export const policySchema = postingPolicySchema.extend({
  outlet: z
    .string()
    .nullable()
    .transform((outlet) => outlet || null),
  validFrom: day('Please choose the first business day of it.'),
  numberPrefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{0,8}$/, 'At most 8 letters A to Z and digits.'),
  dueDays: z.coerce
    .number('Please enter a number of days.')
    .int('Please enter whole days.')
    .min(0, 'Not before the day itself.')
    .max(365, 'At most a year.'),
});

/** What happens to records of days that are locked in Xero. */
export const lateItemsSchema = z.object({ lateItems: z.enum(lateItemChoices) });

export const startSchema = z.object({
  startDate: day('Please choose the first business day to post.'),
  takingsNotElsewhere: z.literal(true, 'Please confirm that these takings are not in Xero already.'),
});

export const contactSchema = z.object({
  name: z.string().trim().min(1, 'Please enter a name.').max(255, 'Xero takes names of up to 255 letters.'),
});

const uses = Object.keys(accountKinds) as [AccountUse, ...AccountUse[]];

const accountWish = z.object({
  key: z.string().min(1).max(1000),
  use: z.enum(uses),
  name: z.string().trim().min(1, 'Please enter a name.').max(150, 'Xero takes names of up to 150 letters.'),
  code: z
    .string()
    .trim()
    .min(1, 'Please enter a code.')
    .max(10, 'Xero takes codes of up to 10 letters and digits.')
    .regex(/^[\w./-]+$/, 'Please use letters and digits only.'),
});

/** Each name and each code once, as Xero wants them. */
export const createAccountsSchema = z.object({
  accounts: z
    .array(accountWish)
    .min(1, 'Please tick at least one account.')
    .max(50, 'Please create at most 50 accounts at once.')
    .superRefine((accounts, context) => {
      for (const part of ['name', 'code'] as const) {
        const seen = new Set<string>();
        for (const [position, account] of accounts.entries()) {
          const text = account[part].toLowerCase();
          if (seen.has(text)) {
            context.addIssue({
              code: 'custom',
              path: [position, part],
              message: `Another account of this list has the ${part} “${account[part]}”. Please choose another.`,
            });
          }
          seen.add(text);
        }
      }
    }),
});
