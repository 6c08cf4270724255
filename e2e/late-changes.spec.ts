import { expect, test } from '@playwright/test';
import { control } from '../scripts/lib/control.ts';
import { allowAccess, enterPair, logInToXero, newRetailer, openSetUp, quickPair, stack } from './stack.ts';

type Feed = { records: ({ type: string; id: string; total?: string; version: number } & object)[] };

test('a receipt voided at the till after posting is corrected, and its page says which document corrects which', async ({
  page,
}) => {
  const retailer = newRetailer();
  const { business, email } = retailer;
  const till = await control<{ apiKey: string; from: string }>(`${stack.tillUrl}/sandbox/businesses`, {
    ...{ business, seed: 5, days: 1, size: 6 },
  });
  await control(`${stack.xeroUrl}/sandbox/organisations`, {
    ...{ name: `Corner Shop ${business}`, country: 'AU', chart: 'retail', users: [email] },
  });
  await openSetUp(page, retailer);
  await enterPair(page, await quickPair(email));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, email);
  await allowAccess(page, /Corner Shop/);
  await page.getByLabel('Tagrain API key').fill(till.apiKey);
  await page.getByRole('button', { name: 'Save and check key' }).click();
  await expect(page.getByText(/2 outlets/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await page.getByRole('button', { name: /Walk-in customers/ }).click();
  await expect(page.getByLabel('Walk-in contact')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();
  await page.getByLabel('Start date').fill(till.from);
  await page.getByLabel(/takings/i).check();
  await page.getByRole('button', { name: 'Start posting' }).click();
  await expect(page.getByText(/Posting since/).first()).toBeVisible();

  // What happens to records of a locked period is chosen beside the way of posting, and kept.
  const late = page.getByLabel('Records of a locked period');
  await expect(late).toHaveValue('hold');
  await late.selectOption('first_open_day');
  const isSaved = page.waitForResponse((response) => response.url().endsWith('/late-items') && response.ok());
  await page.getByRole('button', { name: 'Save what happens to late items' }).click();
  await isSaved;
  await page.reload();
  await expect(page.getByLabel('Records of a locked period')).toHaveValue('first_open_day');

  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByText(/Up to date\. \d+ documents posted/)).toBeVisible({ timeout: 60_000 });
  const list = new URL(page.url()).pathname;

  const feed = await fetch(`${stack.tillUrl}/${business}/api/v1/records`, {
    headers: { authorization: `Bearer ${till.apiKey}` },
  });
  const { records } = (await feed.json()) as Feed;
  const sale = records.find((r) => r.type === 'receipt' && Number(r.total) > 0)!;
  await control(`${stack.tillUrl}/sandbox/businesses/${business}/records`, {
    records: [{ ...sale, version: sale.version + 1, status: 'voided' }],
  });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(async () => {
    await page.goto(`${stack.portalUrl}${list}?search=${sale.id}`);
    await expect(page.getByRole('row').filter({ hasText: sale.id })).toHaveCount(2);
    await expect(page.getByRole('row').filter({ hasText: 'Posted' })).toHaveCount(2);
  }).toPass({ timeout: 60_000 });
  await page.getByRole('rowheader').getByRole('link').first().click();
  const versions = page.getByRole('region', { name: 'Versions' }).getByRole('listitem');
  await expect(versions).toHaveText([
    /^Version 1.*As it came first; posted as invoice/,
    /^Version 2.*Voided at the till; what was posted is corrected by credit note/,
  ]);
  await page
    .getByRole('link', { name: 'Version 1', exact: true })
    .or(page.getByRole('link', { name: 'Version 2', exact: true }))
    .click();
  await expect(versions).toHaveCount(2);
});
