'use client';

import { useRef, useState } from 'react';
import type { PostProblem } from '@/components/ui/post-json';
import type { ImportDone, ImportPreview } from '@/lib/tagrain/file/preview-shape';
import { type Answers, firstAnswers } from './answers.ts';
import { type FileOutcome, postImport, postPreview } from './post-file.ts';

export type Busy = 'looking' | 'previewing' | 'importing' | null;

/** The way of a file through the screen: chosen → looked through → previewed → imported. */
export function useImport(
  solutionId: string,
  options: { currency: string; maxFileBytes: number; tooBigText: string },
) {
  const [file, setFile] = useState<File | null>(null);
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(options.currency));
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  /** The person has pressed Preview: from now on open questions are errors at their fields. */
  const [asked, setAsked] = useState(false);
  /** The answers have changed since the preview, so it does not hold any more. */
  const [stale, setStale] = useState(false);
  const [busy, setBusy] = useState<Busy>(null);
  const [problem, setProblem] = useState<PostProblem | null>(null);
  const [done, setDone] = useState<ImportDone | null>(null);
  // The newest request wins: a slow answer about an earlier file must not overwrite a later one.
  const turn = useRef(0);

  async function run<T>(kind: Busy, send: () => Promise<FileOutcome<T>>): Promise<T | null> {
    turn.current += 1;
    const mine = turn.current;
    setBusy(kind);
    setProblem(null);
    const outcome = await send();
    if (turn.current !== mine) return null;
    setBusy(null);
    if (outcome.ok) return outcome.value;
    setProblem(outcome.problem);
    return null;
  }

  async function look(
    chosen: File,
    using: Answers,
    kind: 'looking' | 'previewing',
  ): Promise<ImportPreview | null> {
    const seen = await run(kind, () => postPreview(solutionId, chosen, using));
    if (!seen) return null;
    setPreview(seen);
    setStale(false);
    return seen;
  }

  function forget() {
    setPreview(null);
    setAsked(false);
    setStale(false);
    setDone(null);
    setProblem(null);
  }

  function chooseFile(chosen: File | null) {
    turn.current += 1;
    forget();
    setBusy(null);
    setFile(null);
    if (!chosen) return;
    if (chosen.size > options.maxFileBytes) {
      setProblem({ code: 'too_big', message: options.tooBigText, field: 'file' });
      return;
    }
    setFile(chosen);
    // Columns belong to one file; zone, currency and cut-off are likely the same for the next.
    const { timeZone, dayCutoff, currency } = answers;
    const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const fresh = { ...firstAnswers(currency), timeZone: zone, dayCutoff };
    setAnswers(fresh);
    void look(chosen, fresh, 'looking');
  }

  return {
    file,
    answers,
    preview,
    asked,
    stale,
    busy,
    problem,
    done,
    chooseFile,
    change(change: Partial<Answers>) {
      setAnswers((before) => ({ ...before, ...change }));
      setStale(true);
    },
    /** How the bytes are to be read decides what the heads are: the file is looked through again at once. */
    reread(change: Partial<Answers>) {
      const next = { ...answers, ...change, columns: {}, dateOrder: null, decimalMark: null };
      setAnswers(next);
      if (file) void look(file, next, 'looking');
    },
    setKeepGood: (keepGood: boolean) => setAnswers((before) => ({ ...before, keepGood })),
    async previewNow(): Promise<ImportPreview | null> {
      if (!file) {
        setProblem({ code: 'no_file', message: 'Choose a file first.', field: 'file' });
        return null;
      }
      setAsked(true);
      return look(file, answers, 'previewing');
    },
    async importNow() {
      const sha256 = preview?.result?.previewSha256;
      if (!file || !sha256) return;
      const imported = await run('importing', () => postImport(solutionId, file, answers, sha256));
      if (!imported) return;
      forget();
      setFile(null);
      setDone(imported);
    },
  };
}

export type ImportWay = ReturnType<typeof useImport>;
