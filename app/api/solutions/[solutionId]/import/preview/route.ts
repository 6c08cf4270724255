import { database } from '@/lib/database';
import { previewImport } from '@/lib/file-import/preview';
import { readUpload } from '@/lib/file-import/upload';
import { solutionFileRoute } from '@/lib/http/json-route';

export const maxDuration = 60;

/** Preview: what a file would bring, and what must be answered first. Nothing is written. */
export const POST = solutionFileRoute(async ({ retailerId, solutionId }, request) => ({
  preview: await previewImport(database(), { retailerId, solutionId }, await readUpload(request)),
}));
