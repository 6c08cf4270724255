import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { spawnNode } from '../lib/children.ts';
import type { Act, Plan } from './plan.ts';

/**
 * Portals with a fault, to see that the checker finds it. A mutated copy of the source is built apart, so that the real portal has no
 * switch that somebody could leave on. Each edit must find its place once, else the run ends with a sentence.
 */
export type Mutation = {
  what: string;
  edits: { file: string; from: string; to: string }[];
  /** On the lane's own database. */
  sql?: string;
  /** Whether what goes wrong in a seed is what the missing guard is there for. */
  isTriedBy: (plan: Plan) => boolean;
};

const needLooking: readonly Act['kind'][] = [
  '500 after the effect',
  'idempotency key expired',
  'connection reset mid-body',
];

export const mutations = {
  'look-up': {
    what: 'what is in doubt is sent again, without a look',
    edits: [
      {
        file: 'lib/sync/life.ts',
        from: '  const documentId = document.id;\n  switch (found.found) {',
        to: "  const documentId = document.id;\n  if (documentId > 0) return { documentId, state: 'planned' };\n  switch (found.found) {",
      },
    ],
    isTriedBy: ({ acts }) => acts.some(({ kind }) => needLooking.includes(kind)),
  },
  unique: {
    what: 'no unique constraint holds a record or a document once',
    edits: [
      {
        file: 'db/queries/raw-records.ts',
        from: '    on conflict (solution_id, outlet_till_id, record_id, version) do nothing\n',
        to: '',
      },
      {
        file: 'db/queries/keep-documents.ts',
        from: '    on conflict (solution_id, key) do nothing\n',
        to: '',
      },
    ],
    sql: 'drop index raw_record_identity; drop index document_key; drop index document_number; drop index document_source_once; drop index document_xero_id',
    // The till sends some records again in every seed.
    isTriedBy: () => true,
  },
  intent: {
    what: 'the intent is noted after the call, not before it',
    edits: [
      {
        file: 'lib/sync/send.ts',
        from: '  const batchId = await beginBatch(',
        to: `  const unnoted = await sendBatch(xero, kind, {
    body,
    idempotencyKey,
    pass,
    documents: documents.map((d) => ({ number: d.number, document: d.content as PlannedDocument, ids: d.dependencyIds })),
  });
  await passes('call_answered');
  const batchId = await beginBatch(`,
      },
      {
        file: 'lib/sync/send.ts',
        from: 'await beginOf(run, xero, facts, kind, ready);',
        to: 'await beginOf(run, xero, facts, kind, ready, pass);',
      },
      {
        file: 'lib/sync/send.ts',
        from: "): Promise<Omit<NotedBatch, 'pass'> | null> {",
        to: "  pass: NotedBatch['pass'],\n): Promise<Omit<NotedBatch, 'pass'> | null> {",
      },
      {
        file: 'lib/sync/send.ts',
        from: '    isRepeat: false,\n  };\n',
        to: '    isRepeat: false,\n    unnoted,\n  } as unknown as NotedBatch;\n',
      },
      {
        file: 'lib/sync/send.ts',
        from: '  const answer = await sendBatch(xero, kind, {',
        to: '  const { unnoted } = batch as unknown as { unnoted?: Awaited<ReturnType<typeof sendBatch>> };\n  const answer = unnoted ?? await sendBatch(xero, kind, {',
      },
    ],
    isTriedBy: ({ acts }) => acts.some(({ order }) => order?.step === 'call_answered'),
  },
  correction: {
    what: 'what the till changed after it was posted is posted as if nothing of it were in Xero',
    edits: [
      {
        file: 'lib/sync/plan-late.ts',
        from: 'row.earlier !== undefined && row.earlier !== null;',
        to: 'row.earlier !== undefined && row.earlier !== null && row.earlier.version < 0;',
      },
    ],
    // The till changes some records in every seed.
    isTriedBy: () => true,
  },
} satisfies Record<string, Mutation>;

export type MutationName = keyof typeof mutations;

const sources = [
  'app',
  'components',
  'db',
  'lib',
  'next.config.mjs',
  'package.json',
  'tsconfig.json',
  '.postcssrc.json',
];

export const mutantFolder = (root: string, name: MutationName) => path.join(root, '.data', 'crash', name);

/**
 * Makes and builds the mutated copy inside the project's folder, from where it finds the installed packages.
 * @returns its folder
 * @throws Error where an edit finds no place, or the build fails
 */
export async function buildMutant(
  root: string,
  name: MutationName,
  say: (line: string) => void,
): Promise<string> {
  const folder = mutantFolder(root, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const source of sources)
    await cp(path.join(root, source), path.join(folder, source), { recursive: true });
  for (const { file, from, to } of mutations[name].edits) {
    const before = await readFile(path.join(folder, file), 'utf8');
    if (before.split(from).length !== 2) {
      throw new Error(
        `The mutation “${name}” does not find its place in ${file}: scripts/crash/mutate.ts is to follow it.`,
      );
    }
    await writeFile(
      path.join(folder, file),
      before.replace(from, () => to),
    );
  }
  say(`Building a portal in which ${mutations[name].what} (a minute or two) …`);
  const build = spawnNode(['node_modules/next/dist/bin/next', 'build', folder], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    output: 'keep',
  });
  if ((await build.ended) !== 0) throw new Error(`It could not be built:\n${build.lastLines()}`);
  return folder;
}
