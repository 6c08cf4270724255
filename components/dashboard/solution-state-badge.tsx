import { StateBadge, type Tone } from '@/components/ui/badge';
import type { SolutionState } from '@/lib/solution/state';

const shown: Record<SolutionState, { tone: Tone; word: string }> = {
  not_set_up: { tone: 'neutral', word: 'Not set up' },
  tested: { tone: 'info', word: 'Tested' },
  connected: { tone: 'info', word: 'Connected' },
  posting: { tone: 'success', word: 'Posting' },
  needs_attention: { tone: 'danger', word: 'Needs attention' },
  deactivated: { tone: 'neutral', word: 'Deactivated' },
};

export function SolutionStateBadge({ state }: { state: SolutionState }) {
  const { tone, word } = shown[state];
  return <StateBadge tone={tone}>{word}</StateBadge>;
}
