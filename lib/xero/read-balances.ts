import { z } from 'zod';
import { type Minor, minorDigits, parseMinor } from '@/lib/money/money';
import type { XeroAccess } from './client.ts';
import { failed, succeeded, type XeroResult } from './result.ts';

const cell = z.object({
  Value: z.string().nullish(),
  Attributes: z.array(z.object({ Id: z.string().nullish(), Value: z.string().nullish() })).nullish(),
});
const row = z.object({ RowType: z.string(), Cells: z.array(cell).nullish() });
const report = z.object({
  Reports: z.array(z.object({ Rows: z.array(row.extend({ Rows: z.array(row).nullish() })) })).length(1),
});

/**
 * What every bank account stood at in the evening of a day, by Xero's Bank Summary.
 * @returns by account id, in minor units; money owed to the bank is negative
 */
export async function bankBalances(
  access: XeroAccess,
  day: string,
  currency: string,
): Promise<XeroResult<Map<string, Minor>>> {
  const answer = await access.call<unknown>((api, tenantId) => api.getReportBankSummary(tenantId, day, day));
  if (!answer.ok) return answer;
  const parsed = report.safeParse(answer.value.data);
  const unreadable = failed('server_error', 'Xero answered in a form that cannot be read.', {
    status: answer.value.status,
  });
  if (!parsed.success) return unreadable;
  const balances = new Map<string, Minor>();
  for (const { Cells } of parsed.data.Reports[0]!.Rows.flatMap((section) => section.Rows ?? []).filter(
    ({ RowType }) => RowType === 'Row',
  )) {
    const accountId = Cells?.[0]?.Attributes?.find((a) => a.Id === 'accountID')?.Value;
    const closing = parseMinor(Cells?.at(-1)?.Value ?? '', minorDigits(currency));
    if (!accountId || closing === null) return unreadable;
    balances.set(accountId, closing);
  }
  return succeeded(balances);
}
