import { expect, type Page, test } from '@playwright/test';
import { control } from '../scripts/lib/control.ts';
import {
  allowAccess,
  enterPair,
  logInToXero,
  newRetailer,
  openSetUp,
  quickPair,
  type Retailer,
  stack,
} from './stack.ts';

/** Connected to an organisation as Xero makes them, with the till's feed: on *Accounts*. */
async function onAccounts(page: Page, retailer: Retailer, chart: 'new' | 'retail') {
  const till = await control<{ apiKey: string; from: string }>(`${stack.tillUrl}/sandbox/businesses`, {
    ...{ business: retailer.business, seed: 5, days: 2, size: 6 },
  });
  const { organisationId } = await control<{ organisationId: string }>(
    `${stack.xeroUrl}/sandbox/organisations`,
    { name: `Corner Shop ${retailer.business}`, country: 'AU', chart, users: [retailer.email] },
  );
  await openSetUp(page, retailer);
  await enterPair(page, await quickPair(retailer.email));
  await page.getByRole('button', { name: 'Grant authorization' }).click();
  await logInToXero(page, retailer.email);
  await allowAccess(page, /Corner Shop/);
  await expect(page.getByText('Xero has let the portal in')).toBeVisible();
  await page.getByLabel('Tagrain API key').fill(till.apiKey);
  await page.getByRole('button', { name: 'Save and check key' }).click();
  await expect(page.getByText(/2 outlets/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();
  return { organisationId, from: till.from };
}

async function accountNames(organisationId: string): Promise<string[]> {
  const { accounts } = await control<{ accounts: { name: string }[] }>(
    `${stack.xeroUrl}/sandbox/organisations/${organisationId}/trial-balance`,
  );
  return accounts.map(({ name }) => name);
}

test('a new organisation gets the accounts that a till needs, shown before they are made, and each once', async ({
  page,
}) => {
  const retailer = newRetailer();
  const { organisationId, from } = await onAccounts(page, retailer, 'new');
  const cash = page.getByLabel('Receiving account for Cash', { exact: true });
  await expect(cash).toHaveValue('');

  await page.getByRole('button', { name: 'Create the accounts for me' }).click();
  // Shown, and nothing made yet.
  const name = page.getByLabel('Name of Card clearing');
  await expect(name).toHaveValue('Card clearing');
  expect(await accountNames(organisationId)).not.toContain('Cash in transit');
  await name.fill('EFTPOS takings');
  await page.getByLabel('Code of Card clearing').fill('090');
  await page.getByLabel('Deposits and laybys until the goods are collected').check();
  await page.getByRole('button', { name: /^Create \d+ accounts in Xero$/ }).dblclick();
  // What Xero refuses is said; the rest is there.
  await expect(page.getByText('EFTPOS takings: Code 090 is taken by “Business Bank Account”')).toBeVisible();
  await expect(page.getByText(/accounts are in Xero now/)).toBeVisible();
  await expect(cash).not.toHaveValue('');
  await expect(page.getByLabel('Deposit liability account')).not.toHaveValue('');
  await expect(page.getByLabel('Tips liability account')).toHaveValue('');

  // The list goes on with what is left.
  await page.getByLabel('Name of Card clearing').fill('EFTPOS takings');
  await page.getByRole('button', { name: 'Create 1 account in Xero' }).click();
  await expect(page.getByText('In Xero now: EFTPOS takings')).toBeVisible();
  await expect(page.getByLabel('Receiving account for Card', { exact: true })).not.toHaveValue('');
  const names = await accountNames(organisationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['Cash in transit', 'Customer deposits', 'EFTPOS takings']));
  expect(names).not.toContain('Tips payable');

  await page.getByRole('button', { name: /Walk-in customers/ }).click();
  await expect(page.getByLabel('Walk-in contact')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();
  await page.getByLabel('Start date').fill(from);
  await page.getByLabel(/takings/i).check();
  await page.getByRole('button', { name: 'Start posting' }).click();
  await expect(page.getByText(/Posting since/)).toBeVisible();
});

test('an outlet has something otherwise, a register its own till, and what Xero refuses there is said there', async ({
  page,
}) => {
  const retailer = newRetailer();
  const { organisationId } = await onAccounts(page, retailer, 'retail');
  const outlets = page.getByRole('region', { name: 'Outlets and registers' });
  const first = outlets.locator('details').first();
  // Xero has a tracking option of the outlet's name, which is suggested there.
  await expect(first.getByText('1 thing differs')).toBeVisible();
  await expect(outlets.locator('details').last().getByText('same as the shop')).toBeVisible();
  await first.locator('summary').click();
  await first
    .getByLabel(/^Something else differs here/)
    .first()
    .selectOption({ label: 'Sales account' });
  const sales = first.getByLabel(/^Sales account at /);
  await expect(sales.locator('option').first()).toHaveText('Same as the shop (200 Sales)');
  await sales.selectOption({ label: '201 Sales - Tax Free' });
  const till = first.getByLabel(/^Receiving account for Cash at /).first();
  await till.selectOption({ label: '092 Till 2' });
  await expect(first.getByText('3 things differ')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();

  // It is kept, and shown folded up again.
  await page.reload();
  await expect(first.getByText('3 things differ')).toBeVisible();
  await expect(sales).toHaveCount(0);

  // Archived meanwhile: it is told where it stands, and a link leads there.
  await control(`${stack.xeroUrl}/sandbox/organisations/${organisationId}/accounts/201`, {
    Status: 'ARCHIVED',
  });
  await page.getByRole('button', { name: 'Refresh from Xero' }).click();
  await expect(first.getByText('“201 Sales - Tax Free” is archived in Xero. Choose another.')).toBeVisible();
  // A choice less; what is chosen further down the list stays.
  const overShort = page.getByLabel('Over/short account', { exact: true });
  await expect(overShort.getByRole('option', { name: '435 Cash Over/Short' })).toHaveJSProperty(
    'selected',
    true,
  );
  await page.getByRole('link', { name: /^Sales account \(/ }).click();
  await expect(sales).toBeFocused();
  // Who comes from a held record knows only the part of the page: he is brought to the field all the same.
  const address = page.url().replace(/#.*/, '');
  await page.goto(`${stack.portalUrl}/dashboard`);
  await page.goto(`${address}#field-accounts`);
  await expect(sales).toBeFocused();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: /Harbour: “201 Sales - Tax Free” is/ })).toHaveCount(
    2,
  );
  await sales.selectOption({ label: 'Same as the shop (200 Sales)' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();
  await expect(first.getByText('2 things differ')).toBeVisible();
});

test('what lines are tracked by is chosen by outlet; an option that is archived in Xero is told where it stands', async ({
  page,
}) => {
  const { organisationId } = await onAccounts(page, newRetailer(), 'retail');
  const first = page.getByRole('region', { name: 'Outlets and registers' }).locator('details').first();
  await first.locator('summary').click();
  const tracking = first.getByLabel('Tracking by Outlet at Harbour', { exact: true });
  // Xero has an option of the outlet's name.
  await expect(first.getByText('Suggested: “Harbour” is named after it. Not saved yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();
  await control(`${stack.xeroUrl}/sandbox/organisations/${organisationId}/tracking/Outlet/Harbour`, {
    status: 'ARCHIVED',
  });
  await page.getByRole('button', { name: 'Refresh from Xero' }).click();
  await expect(first.getByText(/“Harbour” is archived in Xero under “Outlet”/)).toBeVisible();
  await page.getByRole('link', { name: /^Tracking by Outlet \(Harbour\)/ }).click();
  await expect(tracking).toBeFocused();
  await tracking.selectOption({ label: 'Station' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();
  await expect(first.getByText(/is archived in Xero/)).toHaveCount(0);
});
