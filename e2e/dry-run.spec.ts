import { expect, test } from '@playwright/test';
import { control } from '../scripts/lib/control.ts';
import { allowAccess, enterPair, logInToXero, newRetailer, openSetUp, quickPair, stack } from './stack.ts';

test('what would be sent is seen before posting starts: what stands in the way, then every document, then it is sent', async ({
  page,
}) => {
  const retailer = newRetailer();
  const till = await control<{ apiKey: string; from: string }>(`${stack.tillUrl}/sandbox/businesses`, {
    ...{ business: retailer.business, seed: 5, days: 2, size: 6 },
  });
  await control(`${stack.xeroUrl}/sandbox/organisations`, {
    ...{ name: `Corner Shop ${retailer.business}`, country: 'AU', chart: 'retail', users: [retailer.email] },
  });
  await openSetUp(page, retailer);
  await page.getByRole('link', { name: 'Dry run', exact: true }).click();
  await expect(page.getByText('Xero is not connected yet')).toBeVisible();
  await page.getByRole('link', { name: 'Open Set-up' }).click();
  await enterPair(page, await quickPair(retailer.email));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, retailer.email);
  await allowAccess(page, /Corner Shop/);
  await expect(page.getByText('Xero has let the portal in')).toBeVisible();
  await page.getByLabel('Tagrain API key').fill(till.apiKey);
  await page.getByRole('button', { name: 'Save and check key' }).click();
  await expect(page.getByText(/2 outlets/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('region', { name: /^Till transactions/ })).toBeVisible();

  // Nothing is mapped yet: the preflight says so and leads to the field.
  await page.getByRole('link', { name: 'Dry run', exact: true }).click();
  const preflight = page.getByRole('region', { name: 'Preflight' });
  await expect(preflight.getByText('No account is chosen for sales.')).toBeVisible();
  await expect(page.getByLabel('From day')).toHaveValue(till.from);
  await preflight.getByRole('link', { name: 'Choose the sales account' }).click();
  await expect(page.getByLabel('Sales account', { exact: true })).toBeFocused();
  await page.getByRole('button', { name: /Walk-in customers/ }).click();
  await expect(page.getByLabel('Walk-in contact')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();

  await page.getByRole('link', { name: 'See first what would be sent' }).click();
  await expect(preflight.getByText('Nothing stands in the way.')).toBeVisible();
  await expect(preflight.getByText('Posting has not been started')).toBeVisible();
  const documents = page.getByRole('region', { name: 'Documents that would be sent' });
  const invoice = documents.getByRole('row').filter({ hasText: 'Invoice' }).first();
  const number = await invoice.getByRole('rowheader').innerText();
  await documents
    .locator('summary')
    .filter({ hasText: `of ${number}` })
    .first()
    .click();
  await expect(page.getByRole('table', { name: `Lines of ${number}` })).toBeVisible();
  // The outlet has the name of a tracking option in Xero, which was suggested and saved with the rest.
  const lines = documents.getByRole('table', { name: /^Lines of / }).filter({ hasText: 'Tracking' });
  expect(await lines.getByRole('cell', { name: 'Outlet: Harbour' }).count()).toBeGreaterThan(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download all as JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`dry-run-${till.from}.json`);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const file = JSON.parse(Buffer.concat(chunks).toString()) as { documents: { number: string }[] };
  expect(file.documents.map((d) => d.number)).toContain(number);
  await page.getByLabel('To day').fill('2020-01-01');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText('The last day lies before the first.')).toBeVisible();

  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await page.getByLabel('Start date').fill(till.from);
  await page.getByLabel(/takings/i).check();
  await page.getByRole('button', { name: 'Start posting' }).click();
  await expect(page.getByText(/Posting since/)).toBeVisible();
  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  // Who leaves at once takes the press with him.
  await expect(page.getByText(/^Up to date\. \d+ documents posted/)).toBeVisible({ timeout: 60_000 });
  const base = page.url().replace(/\/transactions.*/, '');
  await expect(async () => {
    await page.goto(`${base}/dry-run?from=${till.from}`);
    await expect(page.getByText('Nothing of this period would be sent')).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(page.getByText(/sent already: \d/).first()).toBeVisible();
  // Under the very number that was shown.
  await page.goto(`${base}/transactions?search=${number}`);
  await expect(
    page
      .getByRole('region', { name: /^Till transactions/ })
      .getByText(number)
      .first(),
  ).toBeVisible();
});
