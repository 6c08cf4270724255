import { z } from 'zod';
import { goToSignIn, postJson } from '@/components/ui/post-json';
import type { ContactSource } from './contact-picker.tsx';

const contact = z.object({ contactId: z.string(), name: z.string() });
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const unreadable = 'The portal gave an answer that could not be read. Please try again in a minute.';

/** The contacts of a solution's organisation, through its JSON route. */
export function contactSource(url: string): ContactSource {
  return {
    async search(words) {
      const response = await fetch(`${url}?search=${encodeURIComponent(words)}`).catch(() => null);
      if (!response)
        return { error: 'The portal could not be reached. Check your connection and try again.' };
      const answer: unknown = await response.json().catch(() => null);
      if (response.status === 401) goToSignIn();
      const refused = refusal.safeParse(answer);
      if (refused.success) return { error: refused.data.error.message };
      const found = z.object({ contacts: z.array(contact) }).safeParse(answer);
      return found.success ? found.data : { error: unreadable };
    },
    async findOrCreate(name) {
      const outcome = await postJson(url, { name });
      if (!outcome.ok) {
        if (outcome.problem.code === 'signed_out') goToSignIn();
        return { error: outcome.problem.message };
      }
      const made = z.object({ contact }).safeParse(outcome.answer);
      return made.success ? made.data : { error: unreadable };
    },
  };
}
