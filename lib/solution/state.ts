/** What is known of a solution, as far as its state depends on it. */
export type SolutionFacts = {
  /** When Xero last accepted his own pair of identifier and secret. */
  appTestedAt: string | null;
  /** Whether the operator brings an app of his own, so that the retailer needs no pair. */
  operatorApp: boolean;
  /** Of the connection in use, else of the newest. */
  connectionState: string | null;
  /** First business day that is posted. */
  startDate: string | null;
  deactivatedAt: string | null;
  attentionCode: string | null;
};

export type SolutionState =
  | 'not_set_up'
  | 'tested'
  | 'connected'
  | 'posting'
  | 'needs_attention'
  | 'deactivated';

/**
 * How far a solution is, in one word. What he switched off himself is not shown as a fault; what he switched on and
 * does not run is one, whatever else is known.
 */
export function solutionState(facts: SolutionFacts): SolutionState {
  const isLive = facts.connectionState === 'live';
  if (facts.deactivatedAt) return 'deactivated';
  if (facts.attentionCode || facts.connectionState === 'reconnect') return 'needs_attention';
  if (facts.startDate) return isLive ? 'posting' : 'needs_attention';
  if (isLive) return 'connected';
  return facts.appTestedAt || facts.operatorApp ? 'tested' : 'not_set_up';
}
