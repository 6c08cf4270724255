import { z } from 'zod';

/** What our JSON routes say when they refuse. */
export type PostProblem = { code: string; message: string; field?: string };

export type PostOutcome = { ok: true; answer: Record<string, unknown> } | { ok: false; problem: PostProblem };

const answerSchema = z.union([
  z.looseObject({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
  }),
]);

const unreachable: PostProblem = {
  code: 'unreachable',
  message: 'The portal could not be reached. Check your connection and try again.',
};

const unreadable: PostProblem = {
  code: 'unreadable',
  message: 'The portal gave an answer that could not be read. Please try again in a minute.',
};

/** Browsers carry on 64 KiB at most for pages that were left. */
const CARRIED_ON_BYTES = 16 * 1024;

/**
 * Posts JSON to one of our routes; what is small arrives also where the page is left at once. Every way it can go wrong comes back as a
 * problem with a sentence; it does not throw.
 */
export async function postJson(url: string, body: unknown): Promise<PostOutcome> {
  const text = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
      // Three bytes a character at most.
      keepalive: text.length * 3 <= CARRIED_ON_BYTES,
    });
  } catch {
    return { ok: false, problem: unreachable };
  }
  const parsed = answerSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return { ok: false, problem: unreadable };
  return parsed.data.ok ? { ok: true, answer: parsed.data } : { ok: false, problem: parsed.data.error };
}

/** The session has ended: sign in again and come back here. */
export function goToSignIn(): void {
  window.location.assign(
    `/sign-in?from=${encodeURIComponent(window.location.pathname + window.location.search)}`,
  );
}
