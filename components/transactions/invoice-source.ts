import { z } from 'zod';
import { goToSignIn } from '@/components/ui/post-json';

const invoice = z.object({
  invoiceId: z.string(),
  number: z.string(),
  contactName: z.string(),
  date: z.string().nullable(),
  dueMinor: z.int(),
});
const answers = z.object({ invoices: z.array(invoice), hasMore: z.boolean() });
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type OfferedInvoice = z.output<typeof invoice>;
export type Offer = z.output<typeof answers> | { error: string };

/** Open invoices in Xero that hold the words, or any where there are none, through the solution's JSON route. */
export async function openInvoices(url: string, words: string): Promise<Offer> {
  const response = await fetch(`${url}?search=${encodeURIComponent(words)}`).catch(() => null);
  if (!response) return { error: 'The portal could not be reached. Check your connection and try again.' };
  const answer: unknown = await response.json().catch(() => null);
  if (response.status === 401) goToSignIn();
  const refused = refusal.safeParse(answer);
  if (refused.success) return { error: refused.data.error.message };
  const found = answers.safeParse(answer);
  return found.success
    ? found.data
    : { error: 'The portal gave an answer that could not be read. Please try again in a minute.' };
}
