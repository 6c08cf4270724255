/**
 * Every named step at which a crash run may end the process, in the order of a run. The name says what has just happened; what
 * comes next has not begun. Harness and code share this one list.
 */
export const failpointSteps = [
  // conduct.ts
  'solution_claimed',
  'run_begun',
  // pull.ts
  'business_kept',
  'page_fetched',
  'page_kept',
  // interpret.ts
  'interpreted',
  'interpretation_kept',
  // token-keeper.ts
  'refresh_claimed',
  'tokens_answered',
  'tokens_saved',
  // fresh-facts.ts
  'organisation_read',
  // plan-summaries.ts, plan.ts
  'summary_planned',
  'summary_kept',
  'openings_read',
  'planned',
  'plan_kept',
  // send.ts takeUpOpenBatches, settle.ts
  'repeat_noted',
  'given_up',
  'looked_up',
  'look_up_recorded',
  // undo.ts
  'undo_taken_up',
  'undo_noted',
  'undo_answered',
  'undo_recorded',
  // approve.ts
  'drafts_looked_up',
  'approvals_recorded',
  // match-contacts.ts
  'contacts_looked_up',
  'contacts_matched',
  // send.ts
  'batch_chosen',
  'intent_noted',
  'call_answered',
  'outcome_recorded',
  'failure_recorded',
  // conduct.ts
  'run_ended',
  'solution_released',
  // create-accounts.ts
  'account_made',
  'accounts_noted',
] as const;

export type FailpointStep = (typeof failpointSteps)[number];
