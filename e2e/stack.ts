import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { control } from '../scripts/lib/control.ts';

/** Where everything listens; set by the global set-up. */
export const stack = JSON.parse(process.env.E2E_STACK ?? '{}') as {
  portalUrl: string;
  xeroUrl: string;
  tillUrl: string;
  mailUrl: string;
  databaseUrl: string;
  cronSecret: string;
};

export type Retailer = { business: string; businessName: string; email: string; password: string };

/** A retailer whom nobody knows yet; every journey has its own. */
export function newRetailer(): Retailer {
  const name = `shop-${randomUUID().slice(0, 8)}`;
  return {
    business: name,
    businessName: name,
    email: `${name}@example.com`,
    password: 'a long pass phrase',
  };
}

export async function register(page: Page, retailer: Retailer) {
  await page.goto(`${stack.portalUrl}/sign-in`);
  await page.getByRole('link', { name: 'Register' }).click();
  await page.getByLabel('Business name').fill(retailer.businessName);
  await page.getByLabel('Email address').fill(retailer.email);
  await page.getByLabel('Password', { exact: true }).fill(retailer.password);
  await page.getByRole('button', { name: 'Register' }).click();
  await expect(page.getByRole('heading', { name: 'OneEnterprise Sign In' })).toBeVisible();
}

export async function signIn(page: Page, { email, password }: Pick<Retailer, 'email' | 'password'>) {
  if (!page.url().includes('/sign-in')) await page.goto(`${stack.portalUrl}/sign-in`);
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Login' }).click();
}

/** Signs in at the stand-in for Xero, when it asks. */
export async function logInToXero(page: Page, email: string) {
  await expect(page.getByRole('heading', { name: 'Log in to Xero' })).toBeVisible();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill('anything');
  await page.getByLabel('Two-factor code').fill('123456');
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Lets the portal into one organisation on Xero's consent page, where others are ticked too. */
export async function allowAccess(page: Page, organisation: RegExp) {
  const allow = page.getByRole('button', { name: 'Allow access' });
  // It stands below the boxes: with it all of them are there.
  await expect(allow).toBeVisible();
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  await page.getByLabel(organisation).check();
  await allow.click();
}

/** Makes the app in Xero's developer portal as Set It Up describes. @returns its pair */
export async function makeXeroApp(page: Page, retailer: Retailer, companyUrl: string, redirectUri: string) {
  await page.goto(`${stack.xeroUrl}/app/manage`);
  await logInToXero(page, retailer.email);
  await page.getByRole('link', { name: 'New App' }).click();
  await page.getByLabel('App name').fill('Tagrain');
  await page.getByLabel('Web app').check();
  await page.getByLabel('Company or application URL').fill(companyUrl);
  await page.getByLabel('Redirect URI').fill(redirectUri);
  await page.getByLabel(/I have read and agree/).check();
  await page.getByRole('button', { name: 'Create App' }).click();
  await page.getByRole('button', { name: 'Generate a secret' }).click();
  return {
    clientId: await page.getByLabel('Client id').inputValue(),
    clientSecret: await page.getByLabel('Client secret').inputValue(),
  };
}

/** Registered, signed in, on Set It Up. */
export async function openSetUp(page: Page, retailer: Retailer) {
  await register(page, retailer);
  await signIn(page, retailer);
  await page.getByRole('button', { name: 'Set It Up' }).click();
  await expect(page.getByRole('heading', { name: 'System Information Details' })).toBeVisible();
}

export async function enterPair(page: Page, pair: { clientId: string; clientSecret: string }) {
  await page.getByLabel('Client Identifier').fill(pair.clientId);
  await page.getByLabel('Client Secret').fill(pair.clientSecret);
  await page.getByRole('button', { name: 'Test' }).click();
}

/** A pair made behind the developer portal's back, for journeys that are about something else. */
export const quickPair = (owner: string) =>
  control<{ clientId: string; clientSecret: string }>(`${stack.xeroUrl}/sandbox/apps`, {
    owner,
    tier: 'core',
    redirectUris: [`${stack.portalUrl}/oAuth2CallBack`],
  });
