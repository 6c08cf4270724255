import type { Db } from '@/db/client';
import type { Scope } from '@/db/queries/scope';
import { Failure } from '@/lib/http/failure';
import { forLog } from '@/lib/log/for-log';
import { readAddress } from './period.ts';
import { type DryRunOf, planPeriod } from './plan-period.ts';
import { prepareDryRun } from './read-dry-run.ts';

const sentences = {
  not_connected: 'Xero is not connected yet. Connect it under Set-up.',
  not_read: 'The organisation was not read yet. Open Accounts and press Refresh from Xero.',
  nothing: 'No record waits to be posted.',
};

/** All documents of a dry run as one JSON file, written as they are planned: however long the period, one page is in memory. */
export async function downloadDocuments(
  db: Db,
  { retailerId, solutionId }: Scope,
  search: Record<string, string>,
): Promise<Response> {
  const scope = { retailerId, solutionId };
  const ready = await prepareDryRun(db, scope, readAddress(search));
  if (!('of' in ready)) {
    throw new Failure(409, ready.state, ready.state === 'problem' ? ready.problem : sentences[ready.state]);
  }
  const { from, to } = ready.of.period;
  const name = `dry-run-${from === to ? from : `${from}-to-${to}`}.json`;
  return new Response(streamOf(fileParts(db, scope, ready.of)), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}

/** The file's text, part after part. Documents stand one to a line, as they would be stored. */
async function* fileParts(db: Db, scope: Scope, of: DryRunOf): AsyncGenerator<string> {
  const { period, startDate } = of;
  yield `{"period":${JSON.stringify(period)},"startDate":${JSON.stringify(startDate)},"documents":[`;
  let separator = '\n';
  for await (const { documents } of planPeriod({ db, scope }, of)) {
    let text = '';
    for (const { content } of documents) {
      text += separator + JSON.stringify(content);
      separator = ',\n';
    }
    if (text !== '') yield text;
  }
  yield '\n]}\n';
}

/** As fast as it is read, no faster; given up when the reader goes. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // The head is out: a file that breaks off is no JSON, so that nobody takes it for all.
        console.error(JSON.stringify({ level: 'error', at: 'dry-run download', error: forLog(error) }));
        controller.error(new Error('the dry run broke off'));
      }
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
