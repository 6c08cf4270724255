import type { ReadyDocument } from '@/db/queries/batches';
import { type DocumentOutcome, recordOutcomes } from '@/db/queries/outcomes';
import type { PlannedDocument } from '@/lib/accounting/document';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { lookUp, lookUpLimit, lookUpNames, namesLimit } from '@/lib/xero/look-up';
import { haltOf } from './halt.ts';
import type { Halt, Run } from './run.ts';

/**
 * Customers are matched before they are created: a contact of that name, or with our mark, is taken as it is and never overwritten.
 * @returns those that Xero does not have yet
 */
export async function matchContacts(
  run: Run,
  xero: XeroAccess,
  ready: readonly ReadyDocument[],
): Promise<{ missing: ReadyDocument[] } | { halt: Halt }> {
  const areNew = ready.every((d) => d.attempts === 0);
  const few = ready.slice(0, areNew ? namesLimit : lookUpLimit('contact'));
  run.counts.calls++;
  const sought = few.map((d) => ({ number: d.number, document: d.content as PlannedDocument, ids: {} }));
  const answer = areNew ? await lookUpNames(xero, sought) : await lookUp(xero, 'contact', sought);
  if (!answer.ok) return { halt: haltOf(answer) };
  await passes('contacts_looked_up');
  const missing: ReadyDocument[] = [];
  const matched: DocumentOutcome[] = [];
  const names = new Set<string>();
  for (const contact of few) {
    const found = answer.value.get(contact.number)!;
    const name = (contact.content as { name: string }).name.trim().toLowerCase();
    if (found.found === 'ours') {
      matched.push({
        documentId: contact.id,
        state: 'posted',
        xeroId: found.xeroId,
        xeroStatus: found.status,
      });
    } else if (found.found === 'nothing') {
      // Two customers of one name: the first is created now, the second is matched with it in the next round.
      if (!names.has(name)) missing.push(contact);
      names.add(name);
    } else {
      const text = found.found === 'different' ? found.why : `The contact was removed in Xero.`;
      matched.push({
        documentId: contact.id,
        state: 'refused',
        refusalCode: 'contact_unusable',
        refusalText: text,
      });
    }
  }
  await recordOutcomes(run.db, { ...run.scope, owner: run.owner }, matched);
  await passes('contacts_matched');
  run.counts.posted += matched.filter((m) => m.state === 'posted').length;
  return { missing };
}
