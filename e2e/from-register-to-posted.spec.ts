import { expect, test } from '@playwright/test';
import { control } from '../scripts/lib/control.ts';
import { enterPair, logInToXero, makeXeroApp, newRetailer, openSetUp, stack } from './stack.ts';

test('a retailer goes from the developer portal to an invoice that he opens in Xero', async ({
  page,
  context,
}) => {
  const retailer = newRetailer();
  const till = await control<{ apiKey: string; from: string }>(`${stack.tillUrl}/sandbox/businesses`, {
    ...{ business: retailer.business, seed: 3, days: 2, size: 6 },
  });

  await openSetUp(page, retailer);
  // What he has to type at Xero is shown ready to copy, worked out for this deployment and this business.
  const companyUrl = `${stack.tillUrl}/${retailer.business}`;
  const redirectUri = `${stack.portalUrl}/oAuth2CallBack`;
  await expect(page.getByText(companyUrl, { exact: true }).first()).toBeVisible();
  await expect(page.getByText(redirectUri, { exact: true }).first()).toBeVisible();

  const xero = await context.newPage();
  const pair = await makeXeroApp(xero, retailer, companyUrl, redirectUri);
  await xero.close();

  await enterPair(page, pair);
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  // Signed in at Xero already, from the developer portal.
  await page.getByLabel(/Harbour Lane Stores/).check();
  await page.getByLabel(/Harbour Lane Trading/).check();
  await page.getByRole('button', { name: 'Allow access' }).click();

  // Several came back: he chooses.
  await page.getByLabel(/Harbour Lane Stores/).check();
  await page.getByRole('button', { name: 'Use this organisation' }).click();
  await expect(page.getByText('Xero has let the portal in')).toBeVisible();
  await expect(page.getByText('Harbour Lane Stores Pty Ltd').first()).toBeVisible();

  await page.getByLabel('Tagrain API key').fill(till.apiKey);
  await page.getByRole('button', { name: 'Save and check key' }).click();
  await expect(page.getByText(/2 outlets/).first()).toBeVisible();

  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();
  await page.getByRole('button', { name: /Walk-in customers/ }).click();
  await expect(page.getByLabel('Walk-in contact')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/saved/i).first()).toBeVisible();
  await page.getByLabel('Start date').fill(till.from);
  await page.getByLabel(/takings/i).check();
  await page.getByRole('button', { name: 'Start posting' }).click();
  await expect(page.getByText(/Posting since|Posting started|posts since/i).first()).toBeVisible();

  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  const invoice = page.getByRole('link', { name: /^Invoice .* in Xero/ }).first();
  await expect(invoice).toBeVisible({ timeout: 60_000 });
  const number = /[A-Z0-9]{6}-[A-Z0-9-]+/.exec((await invoice.textContent()) ?? '')![0];
  const opening = context.waitForEvent('page');
  await invoice.click();
  const inXero = await opening;
  await inXero.waitForLoadState();
  if (await inXero.getByRole('heading', { name: 'Log in to Xero' }).isVisible())
    await logInToXero(inXero, retailer.email);
  await expect(inXero.getByRole('heading', { name: number })).toBeVisible();

  // On a narrow screen a sale still shows how far it is; its own payments have paid it, and the way back keeps the filter.
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`${page.url()}?kind=sale&state=posted`);
  const sale = page.getByRole('row').filter({ hasText: 'Cash →' }).first();
  await sale.scrollIntoViewIfNeeded();
  await expect(sale.getByText('Posted', { exact: true })).toBeInViewport({ ratio: 1 });
  await sale.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByText('In Xero: paid').first()).toBeVisible();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page).toHaveURL(/transactions\?kind=sale&state=posted$/);
});
