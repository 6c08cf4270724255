'use client';

import { useRef, useState } from 'react';
import { goToSignIn, postJson } from './post-json.ts';

/**
 * A button's action without a form: posts JSON to a route, never twice at once.
 * @param onDone called with the route's answer; the action stays busy until it has ended
 */
export function useJsonAction(url: string, onDone?: (answer: Record<string, unknown>) => unknown) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const running = useRef(false);

  async function run(body: Record<string, unknown> = {}): Promise<void> {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      const outcome = await postJson(url, body);
      if (outcome.ok) await onDone?.(outcome.answer);
      else if (outcome.problem.code === 'signed_out') goToSignIn();
      else setError(outcome.problem.message);
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return { run, busy, error };
}
