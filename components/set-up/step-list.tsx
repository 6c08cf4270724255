import Link from 'next/link';
import { classNames } from '@/components/ui/class-names';
import type { Step, StepName, StepState } from '@/lib/connect/set-up-state';

const titles: Record<StepName, string> = {
  app: 'Xero app',
  authorization: 'Authorization',
  feed: 'Till feed',
  accounts: 'Accounts',
  start: 'Start posting',
};

const words: Record<StepState, string> = { done: 'Done', next: 'Next', later: 'Later', mend: 'To mend' };

const looks: Record<StepState, { mark: string; word: string }> = {
  done: { mark: 'border-success bg-success text-surface', word: 'text-success' },
  next: { mark: 'border-accent bg-accent text-on-accent', word: 'text-accent' },
  later: { mark: 'border-line-strong text-muted', word: 'text-muted' },
  mend: { mark: 'border-danger bg-danger text-surface', word: 'text-danger' },
};

const marks: Record<StepState, string | null> = { done: '✓', next: null, later: null, mend: '!' };

/** What is done and what is next, each leading to its place. */
export function StepList({ steps, hrefs }: { steps: Step[]; hrefs: Record<StepName, string> }) {
  return (
    <ol className="grid rounded-md border border-line bg-surface max-sm:divide-y sm:grid-cols-3 lg:grid-cols-5 divide-line">
      {steps.map(({ name, state, detail }, position) => (
        <li key={name} aria-current={state === 'next' ? 'step' : undefined} className="min-w-0">
          <Link
            href={hrefs[name]}
            className="flex h-full items-start gap-2.5 px-3 py-2.5 hover:bg-sunken -outline-offset-2"
          >
            <span
              aria-hidden="true"
              className={classNames(
                'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border text-xs font-semibold',
                looks[state].mark,
              )}
            >
              {marks[state] ?? position + 1}
            </span>
            <span className="min-w-0">
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium">{titles[name]}</span>
                <span className={classNames('text-xs font-medium', looks[state].word)}>{words[state]}</span>
              </span>
              <span className="block text-[0.8125rem] text-muted [overflow-wrap:anywhere]">{detail}</span>
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
