import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { parseMinor } from '../lib/money/money.ts';
import { control } from '../scripts/lib/control.ts';
import { allowAccess, enterPair, logInToXero, newRetailer, openSetUp, quickPair, stack } from './stack.ts';

const supermarket = fileURLToPath(new URL('../../shared/data/supermarket_sales.csv', import.meta.url));

test('a file of 1,000 receipts goes in unchanged and reaches Xero to the cent', async ({ page }) => {
  test.skip(!existsSync(supermarket), 'shared/data/supermarket_sales.csv is not beside this checkout');
  const retailer = newRetailer();
  // Five per cent is a rate of the United Kingdom's; the file's tax must find one.
  const organisation = await control<{ organisationId: string }>(`${stack.xeroUrl}/sandbox/organisations`, {
    ...{ name: `Supermarket ${retailer.business}`, country: 'UK', chart: 'retail', users: [retailer.email] },
  });

  await openSetUp(page, retailer);
  await enterPair(page, await quickPair(retailer.email));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, retailer.email);
  await allowAccess(page, /Supermarket/);
  await expect(page.getByText('Xero has let the portal in')).toBeVisible();

  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('link', { name: 'Import a file' }).first().click();
  await expect(page.getByRole('heading', { name: 'Import a file' })).toBeVisible();
  await page.getByLabel('File').setInputFiles(supermarket);
  // 1/5/2019 can be two days: he has to say which.
  await page.getByLabel('Date format').selectOption('MDY');
  await page.getByLabel('Time zone').selectOption('Europe/London');
  await page.getByLabel('Currency').selectOption('GBP');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('322,967.43').first()).toBeVisible();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The file was imported')).toBeVisible();

  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await expect(page.getByText('1,000 records have come and wait for the next sync')).toBeVisible();
  // Read first, so that the accounts page knows what the file holds.
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByText(/records? waits?: choose accounts and start posting/).first()).toBeVisible({
    timeout: 60_000,
  });

  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await choose(page, 'Sales account', /Sales/);
  await choose(page, /Tax rate for .*5/, /5\s?%/);
  await choose(page, /Receiving account for Cash/, /Till/);
  await choose(page, /Receiving account for Ewallet/, /Store credit|Loyalty/);
  await choose(page, /Receiving account for Credit card/, /[Cc]ard/);
  await page.getByRole('button', { name: /Walk-in customers/ }).click();
  await expect(page.getByLabel('Walk-in contact')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/saved/i).first()).toBeVisible();
  await page.getByLabel('Start date').fill('2019-01-01');
  await page.getByLabel(/takings/i).check();
  await page.getByRole('button', { name: 'Start posting' }).click();
  await expect(page.getByText(/Posting since|Posting started|posts since/i).first()).toBeVisible();

  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  type Books = {
    invoices: { count: number; total: string };
    payments: { byAccount: Record<string, { total: string }> };
  };
  const books = () =>
    control<Books>(`${stack.xeroUrl}/sandbox/organisations/${organisation.organisationId}/books`);
  const paid = async () =>
    Object.values((await books()).payments.byAccount)
      .map((a) => a.total)
      .sort();
  await expect.poll(paid, { timeout: 180_000 }).toEqual(['100767.29', '109993.38', '112206.76']);
  expect(await books()).toMatchObject({ invoices: { count: 1000, total: '322967.43' } });
  expect(await byBranch(organisation.organisationId)).toEqual({ A: 10620057, B: 10619800, C: 11056886 });
});

/** Chooses the option of a select whose text matches; a suggestion that stands there already is left if it fits. */
async function choose(page: Page, label: string | RegExp, option: RegExp) {
  const select = page.getByLabel(label).first();
  await expect(select).toBeVisible();
  const texts = await select.locator('option').allTextContents();
  const text = texts.find((t) => option.test(t));
  expect(text, `${label}: ${texts.join(' | ')}`).toBeDefined();
  await select.selectOption({ label: text! });
}

/** Xero's invoices summed by the outlet in their numbers, in minor units. */
async function byBranch(organisationId: string): Promise<Record<string, number>> {
  const response = await fetch(`${stack.xeroUrl}/sandbox/organisations/${organisationId}/dump`);
  const sums: Record<string, number> = {};
  for (const line of (await response.text()).trim().split('\n')) {
    const entry = JSON.parse(line) as { kind?: string; number?: string; total?: string };
    const branch = /^[A-Z0-9]{6}-([ABC])-/.exec(entry.number ?? '')?.[1];
    if (entry.kind === 'invoice' && branch)
      sums[branch] = (sums[branch] ?? 0) + (parseMinor(entry.total ?? '', 2) ?? 0);
  }
  return sums;
}
