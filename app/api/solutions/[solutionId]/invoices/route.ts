import { database } from '@/lib/database';
import { solutionReadRoute, solutionRoute } from '@/lib/http/json-route';
import { chooseInvoice, offerInvoices } from '@/lib/review/choose-invoice';
import { chooseInvoiceSchema } from '@/lib/review/older-debt-schema';

/** Open sales invoices in Xero that hold the words of `?search=`, or any, for a debt from before the start date. */
export const GET = solutionReadRoute(async (member, request) => {
  const words = (new URL(request.url).searchParams.get('search') ?? '').trim().slice(0, 100);
  return offerInvoices(database(), member, words);
});

/** Which of them a receipt from before the start date is. */
export const POST = solutionRoute(chooseInvoiceSchema, async (input, member) => {
  await chooseInvoice(database(), member, input);
  return {};
});
