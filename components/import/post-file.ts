import { goToSignIn, type PostProblem } from '@/components/ui/post-json';
import type { ImportDone, ImportPreview } from '@/lib/tagrain/file/preview-shape';
import type { Answers } from './answers.ts';

export type FileOutcome<T> = { ok: true; value: T } | { ok: false; problem: PostProblem };

const unreachable: PostProblem = {
  code: 'unreachable',
  message: 'The portal could not be reached. If the file was changed since you chose it, choose it again.',
};
const unreadable: PostProblem = {
  code: 'unreadable',
  message: 'The portal gave an answer that could not be read. Please try again in a minute.',
};

async function post(url: string, form: FormData): Promise<FileOutcome<Record<string, unknown>>> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', body: form });
  } catch {
    return { ok: false, problem: unreachable };
  }
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer !== 'object' || answer === null) return { ok: false, problem: unreadable };
  if ('ok' in answer && answer.ok === true) return { ok: true, value: answer as Record<string, unknown> };
  const problem = 'error' in answer ? (answer.error as PostProblem) : unreadable;
  if (problem.code === 'signed_out') goToSignIn();
  return { ok: false, problem };
}

function formOf(file: File, answers: Answers): FormData {
  const form = new FormData();
  // The options come first, so that a server may read them before the file.
  form.set('options', JSON.stringify(answers));
  form.set('file', file);
  return form;
}

/** Sends the file for a look or a preview. */
export async function postPreview(
  solutionId: string,
  file: File,
  answers: Answers,
): Promise<FileOutcome<ImportPreview>> {
  const outcome = await post(`/api/solutions/${solutionId}/import/preview`, formOf(file, answers));
  return outcome.ok ? { ok: true, value: outcome.value.preview as ImportPreview } : outcome;
}

/** Sends the file for good, with the hash of what was seen. */
export async function postImport(
  solutionId: string,
  file: File,
  answers: Answers,
  previewSha256: string,
): Promise<FileOutcome<ImportDone>> {
  const form = formOf(file, answers);
  form.set('previewSha256', previewSha256);
  const outcome = await post(`/api/solutions/${solutionId}/import/commit`, form);
  return outcome.ok ? { ok: true, value: outcome.value.done as ImportDone } : outcome;
}
