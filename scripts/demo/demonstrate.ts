import { PortalClient } from '../lib/portal-client.ts';
import { balancesOf, booksOf } from '../lib/xero-books.ts';
import { compare, noteLines, tableLines } from './compare.ts';
import { postEverything } from './post.ts';
import { compareRegisters } from './registers.ts';
import { connectRetailer, type DemoStack, makeTill } from './retailer.ts';
import { portalCounts, tillTotals } from './totals.ts';

/** From an empty portal to the table. @returns 0 when every difference is 0.00 and nothing is left, else 1 */
export async function demonstrate(
  stack: DemoStack,
  days: number | null,
  say: (line: string) => void,
): Promise<number> {
  const client = new PortalClient(stack.portalUrl);
  const till = await makeTill(stack, days, say);
  const retailer = await connectRetailer(stack, client, till, say);
  say('Calling the cron route until all is posted …');
  const began = performance.now();
  const { calls, peakBytes, postedBefore, progress } = await postEverything(
    stack,
    client,
    retailer.solutionId,
    say,
  );
  const seconds = Math.round(performance.now() - began) / 1000;
  const memory = peakBytes > 0 ? `; the portal's memory rose to ${Math.round(peakBytes / 2 ** 20)} MiB` : '';
  say(`${calls} ${calls === 1 ? 'call' : 'calls'} of the cron route in ${seconds} s${memory}.`);
  say(`${postedSentence(postedBefore, progress.documents.posted)}\n`);

  const told = await tillTotals(stack, retailer);
  const { rows, problems } = compare(
    told,
    await booksOf(stack.xeroUrl, retailer.tenantId),
    await portalCounts(client, retailer.solutionId),
  );
  for (const line of [...tableLines(rows), ...noteLines(rows)]) say(line);
  const balances = await balancesOf(stack.xeroUrl, retailer.tenantId);
  const drawers = compareRegisters(told.registers ?? [], balances);
  say('');
  for (const line of drawers.lines) say(line);
  problems.push(...drawers.problems);
  if (progress.records.held > 0)
    problems.push(`${progress.records.held} records are held; Transactions says why.`);
  const unposted = progress.documents.waiting + progress.documents.attention;
  if (unposted > 0)
    problems.push(`${unposted} documents are not posted: ${progress.run?.message ?? 'see Transactions'}.`);
  say(problems.length === 0 ? '\nTill, portal and Xero agree to the cent.' : `\n${problems.join('\n')}`);
  return problems.length === 0 ? 0 : 1;
}

const inThousands = (n: number) => n.toLocaleString('en-AU');

function postedSentence(before: number, after: number): string {
  if (after <= before) return `Nothing new: ${inThousands(after)} documents are posted already.`;
  const already = before > 0 ? `; ${inThousands(before)} were posted already` : '';
  return `${inThousands(after - before)} documents posted${already}.`;
}
