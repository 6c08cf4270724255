import { StateBadge, type Tone } from '@/components/ui/badge';
import type { ShownState } from '@/db/queries/review-state';
import { stateWords } from '@/lib/review/filters';

const tones: Record<ShownState, Tone> = {
  waiting: 'neutral',
  before_start: 'neutral',
  held: 'warning',
  planned: 'info',
  sending: 'info',
  awaiting_approval: 'warning',
  posted: 'success',
  refused: 'danger',
  undone: 'warning',
  not_posted: 'neutral',
  superseded: 'neutral',
  duplicate: 'neutral',
  voided: 'neutral',
};

/** How far a till transaction is. */
export function TransactionStateBadge({ state }: { state: ShownState }) {
  return <StateBadge tone={tones[state]}>{stateWords[state]}</StateBadge>;
}
