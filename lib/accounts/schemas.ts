// What the forms of Accounts and their routes both check. Nothing of the server may be imported here.
import { z } from 'zod';
import { mappingSchema } from '@/lib/accounting/mapping';
import { postingPolicySchema } from '@/lib/accounting/posting-policy';

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

export const startSchema = z.object({
  startDate: day('Please choose the first business day to post.'),
  takingsNotElsewhere: z.literal(true, 'Please confirm that these takings are not in Xero already.'),
});

export const contactSchema = z.object({
  name: z.string().trim().min(1, 'Please enter a name.').max(255, 'Xero takes names of up to 255 letters.'),
});
