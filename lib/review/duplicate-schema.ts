// What the buttons of a suspected duplicate and their route both check. Nothing of the server may be imported here.
import { z } from 'zod';

export const duplicateDecisionSchema = z.object({
  tillTransactionId: z.int().min(1, 'Please say which record.'),
  decision: z.enum(['another_sale', 'same'], 'Please say whether it is the same.'),
});

export type DuplicateDecisionInput = z.output<typeof duplicateDecisionSchema>;
