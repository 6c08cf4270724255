// What the forms of Accounts and their routes both check. Nothing of the server may be imported here.
import { z } from 'zod';
import { mappingSchema } from '@/lib/accounting/mapping';

const day = (missing: string) => z.iso.date(missing);

export const saveMappingSchema = z.object({
  mapping: mappingSchema,
  validFrom: day('Please choose a day.').optional(),
});

export const startSchema = z.object({
  startDate: day('Please choose the first business day to post.'),
  takingsNotElsewhere: z.literal(true, 'Please confirm that these takings are not in Xero already.'),
});

export const contactSchema = z.object({
  name: z.string().trim().min(1, 'Please enter a name.').max(255, 'Xero takes names of up to 255 letters.'),
});
