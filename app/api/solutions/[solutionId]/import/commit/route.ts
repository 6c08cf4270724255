import { database } from '@/lib/database';
import { commitImport } from '@/lib/file-import/commit';
import { readUpload } from '@/lib/file-import/upload';
import { solutionFileRoute } from '@/lib/http/json-route';

export const maxDuration = 60;

/** Import: everything that the preview showed, or nothing. */
export const POST = solutionFileRoute(async ({ retailerId, solutionId, personId }, request) => ({
  done: await commitImport(database(), { retailerId, solutionId, personId }, await readUpload(request)),
}));
