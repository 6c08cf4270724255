import { database } from '@/lib/database';
import { downloadDocuments } from '@/lib/dry-run/download';
import { solutionReadRoute } from '@/lib/http/json-route';

/** Every document that would be sent of a period (`?from=…&to=…`), as a file. Reading never writes. */
export const GET = solutionReadRoute((member, request) =>
  downloadDocuments(database(), member, Object.fromEntries(new URL(request.url).searchParams)),
);
