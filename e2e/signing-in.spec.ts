import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { control } from '../scripts/lib/control.ts';
import { newRetailer, register, signIn, stack } from './stack.ts';

type Message = { subject: string; links: string[] };

const mailTo = async (address: string): Promise<Message[]> =>
  control<Message[]>(`${stack.mailUrl}/api/messages?to=${encodeURIComponent(address)}`);

test('signing in, signing out, and a wrong password', async ({ page }) => {
  const retailer = newRetailer();
  await register(page, retailer);
  await signIn(page, { ...retailer, password: 'not the password' });
  await expect(page.getByRole('alert').first()).toContainText(/do not match|wrong|not right|check/i);
  // Scripts that take their time: what is pressed before they are there must not be lost.
  await page.route('**/*.js', async (route) => {
    await pause(1500);
    await route.continue();
  });
  await signIn(page, retailer);
  await expect(page).toHaveURL(/\/dashboard/);
  await expect(page.getByText('Not set up', { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'OneEnterprise Sign In' })).toBeVisible();
  await page.goto(`${stack.portalUrl}/dashboard`);
  await expect(page.getByRole('heading', { name: 'OneEnterprise Sign In' })).toBeVisible();
  // Scripts that are on their way still need nobody any more.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('nobody learns whether an address is registered', async ({ page }) => {
  const retailer = newRetailer();
  await register(page, retailer);
  const first = await page.getByRole('main').textContent();
  // Again, with another password: the page says the same, the earlier password still holds, and a mail tells the owner.
  await register(page, { ...retailer, password: 'another long phrase' });
  expect(await page.getByRole('main').textContent()).toBe(first);
  await expect.poll(async () => (await mailTo(retailer.email)).length).toBe(1);
  await signIn(page, retailer);
  await expect(page).toHaveURL(/\/dashboard/);

  const sentences = [];
  for (const email of [retailer.email, 'nobody@example.com']) {
    await page.goto(`${stack.portalUrl}/forgot-password`);
    await page.getByLabel('Email address').fill(email);
    await page.getByRole('button').filter({ hasNotText: 'Sign out' }).first().click();
    await expect(page.getByRole('status').first()).toBeVisible();
    sentences.push(((await page.getByRole('status').first().textContent()) ?? '').replace(email, '…'));
  }
  expect(sentences[1]).toBe(sentences[0]);
});

test('a forgotten password is set anew by mail, once, and ends every session', async ({ page, browser }) => {
  const retailer = newRetailer();
  await register(page, retailer);
  await signIn(page, retailer);
  await expect(page).toHaveURL(/\/dashboard/);

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(`${stack.portalUrl}/forgot-password`);
  await elsewhere.getByLabel('Email address').fill(retailer.email);
  await elsewhere.getByRole('button').first().click();
  await expect.poll(async () => (await mailTo(retailer.email)).length).toBe(1);
  const [message] = await mailTo(retailer.email);
  const link = message!.links.find((l) => l.includes('/reset-password'))!;
  await elsewhere.goto(link);
  await elsewhere.getByLabel('New password', { exact: false }).first().fill('a new long phrase');
  await elsewhere
    .getByRole('button')
    .filter({ hasText: /password/i })
    .last()
    .click();
  await expect(elsewhere.getByRole('heading', { name: 'OneEnterprise Sign In' })).toBeVisible();
  await signIn(elsewhere, { ...retailer, password: 'a new long phrase' });
  await expect(elsewhere).toHaveURL(/\/dashboard/);

  await page.goto(`${stack.portalUrl}/dashboard`);
  await expect(page.getByRole('heading', { name: 'OneEnterprise Sign In' })).toBeVisible();
  await elsewhere.goto(link);
  await elsewhere.getByLabel('New password').fill('yet another phrase');
  await elsewhere
    .getByRole('button', { name: /password/i })
    .last()
    .click();
  await expect(elsewhere.getByText(/used|no longer|run out|expired/i).first()).toBeVisible();
  await elsewhere.context().close();
});

test('a stranger sees neither another retailer’s solution nor the cron route', async ({ page, browser }) => {
  const owner = newRetailer();
  await register(page, owner);
  await signIn(page, owner);
  await page.getByRole('button', { name: 'Set It Up' }).click();
  await expect(page).toHaveURL(/\/solutions\/.*\/set-up/);
  const address = page.url();

  const context = await browser.newContext();
  const stranger = await context.newPage();
  const other = newRetailer();
  await register(stranger, other);
  await signIn(stranger, other);
  await expect(stranger).toHaveURL(/\/dashboard/);
  const answer = await stranger.goto(address);
  expect(answer?.status()).toBe(404);
  const totals = await stranger.request.get(
    `${stack.portalUrl}/api${new URL(address).pathname.replace('/set-up', '/totals')}`,
  );
  expect(totals.status()).toBe(404);
  expect((await stranger.request.get(`${stack.portalUrl}/api/cron/sync`)).status()).toBe(401);
  await context.close();
});

test('an address that is no page says so under the portal’s own header', async ({ page }) => {
  const retailer = newRetailer();
  await register(page, retailer);
  await signIn(page, retailer);
  await expect(page).toHaveURL(/\/dashboard/);
  expect((await page.goto(`${stack.portalUrl}/no/such/page`))?.status()).toBe(404);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the dashboard' }).click();
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
});
