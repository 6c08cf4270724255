import { expect, test } from '@playwright/test';
import { enterPair, logInToXero, newRetailer, openSetUp, quickPair, stack } from './stack.ts';

test('a malformed identifier is told at once, a wrong secret by Xero, each with what to do', async ({
  page,
}) => {
  const retailer = newRetailer();
  await openSetUp(page, retailer);
  const pair = await quickPair(retailer.email);

  await enterPair(page, { ...pair, clientId: 'not-an-identifier' });
  await expect(page.getByText(/exactly 32 characters/)).toBeVisible();

  await enterPair(page, { ...pair, clientSecret: 'wrong' });
  await expect(page.getByText(/identifier or (this |the )?secret/i).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Grant authorization' })).toHaveCount(0);

  await enterPair(page, pair);
  await expect(page.getByRole('button', { name: 'Grant authorization' })).toBeVisible();
  // Saved, the secret is never shown again, nor sent to the browser.
  await page.reload();
  expect(await page.content()).not.toContain(pair.clientSecret);
});

test('a cancel at Xero changes nothing and says how to go on', async ({ page }) => {
  const retailer = newRetailer();
  await openSetUp(page, retailer);
  await enterPair(page, await quickPair(retailer.email));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, retailer.email);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Authorization was cancelled at Xero')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Grant authorization' })).toBeVisible();
});

test('a return from Xero works once: replayed it is told, and nothing is changed', async ({ page }) => {
  const retailer = newRetailer();
  await openSetUp(page, retailer);
  await enterPair(page, await quickPair(retailer.email));
  const back = page.waitForRequest((request) => request.url().includes('/oAuth2CallBack?'));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, retailer.email);
  await page.getByRole('button', { name: 'Allow access' }).click();
  const address = (await back).url();
  await expect(page.getByText('Xero has let the portal in')).toBeVisible();
  await page.goto(address);
  await expect(page.getByText('This authorization was used already')).toBeVisible();
  await expect(page.getByText('Harbour Lane Stores Pty Ltd').first()).toBeVisible();
});

test('a return that was not begun here, or by somebody else, is refused', async ({ page, browser }) => {
  const retailer = newRetailer();
  await openSetUp(page, retailer);
  await page.goto(`${stack.portalUrl}/oAuth2CallBack?code=made-up&state=made-up`);
  await expect(page.getByText('The portal does not know this authorization')).toBeVisible();

  // Another retailer's consent, finished in this browser.
  const other = newRetailer();
  const elsewhere = await (await browser.newContext()).newPage();
  await openSetUp(elsewhere, other);
  await enterPair(elsewhere, await quickPair(other.email));
  await elsewhere.route('**/oAuth2CallBack?**', (route) => route.abort());
  const back = elsewhere.waitForRequest((request) => request.url().includes('/oAuth2CallBack?'));
  await elsewhere.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(elsewhere, other.email);
  await elsewhere.getByRole('button', { name: 'Allow access' }).click();
  await page.goto((await back).url());
  await expect(page.getByText(/begun in another browser|begun by somebody else/)).toBeVisible();
  await elsewhere.context().close();
});

test('an organisation that is connected to another solution is refused by name', async ({
  page,
  browser,
}) => {
  const first = newRetailer();
  await openSetUp(page, first);
  await enterPair(page, await quickPair(first.email));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, first.email);
  await page.getByRole('button', { name: 'Allow access' }).click();
  await expect(page.getByText('Xero has let the portal in')).toBeVisible();

  const elsewhere = await (await browser.newContext()).newPage();
  const second = newRetailer();
  await openSetUp(elsewhere, second);
  await enterPair(elsewhere, await quickPair(second.email));
  await elsewhere.getByRole('button', { name: 'Grant authorization' }).click();
  // The same person at Xero, with the same books.
  await logInToXero(elsewhere, first.email);
  await elsewhere.getByRole('button', { name: 'Allow access' }).click();
  await expect(elsewhere.getByText(/Harbour Lane Stores Pty Ltd/).first()).toBeVisible();
  await expect(elsewhere.getByText(/already connected|another solution/i).first()).toBeVisible();
  await elsewhere.context().close();
});
