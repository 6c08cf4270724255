/**
 * A document's life: from which state it may go to which. The database refuses every other step (trigger `document_moves`); what
 * causes a step is decided in `lib/sync/life.ts`.
 *
 *     planned → sending → posted | refused | unsure | stopped
 *     unsure  → posted (found) | planned (surely not there) | undone (found voided or deleted) | stopped (found, but different)
 *     refused → planned (after a mend)
 *     posted  → undone | stopped (a person did something to it in Xero, or had it undone)
 *     planned | refused → undone (what it hangs on was undone: it is never sent) | stopped (the till contradicts itself)
 *
 * Whether a planned one may go is not a state but a number: how many of those that it depends on are not posted yet (`waiting_for`).
 */
export const documentMoves = {
  // A contact that Xero has already is posted, or refused, without being sent.
  planned: ['sending', 'posted', 'refused', 'stopped', 'undone'],
  // Back to planned where the call surely had no effect.
  sending: ['posted', 'refused', 'unsure', 'stopped', 'planned'],
  // Refused where the same bytes were sent once more, and refused.
  unsure: ['posted', 'planned', 'undone', 'stopped', 'refused'],
  posted: ['undone', 'stopped'],
  refused: ['planned', 'stopped', 'undone'],
  stopped: [],
  undone: [],
} as const;

export type DocumentState = keyof typeof documentMoves;

export const documentStates = Object.keys(documentMoves) as DocumentState[];
