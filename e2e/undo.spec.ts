import { expect, test } from '@playwright/test';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../db/client.ts';
import { control } from '../scripts/lib/control.ts';
import { allowAccess, enterPair, logInToXero, newRetailer, openSetUp, quickPair, stack } from './stack.ts';

test('a retailer undoes an invoice with its payment, and sees it voided in Xero', async ({
  page,
  context,
}) => {
  const retailer = newRetailer();
  const till = await control<{ apiKey: string; from: string }>(`${stack.tillUrl}/sandbox/businesses`, {
    ...{ business: retailer.business, seed: 5, days: 1, size: 6 },
  });
  const { organisationId } = await control<{ organisationId: string }>(
    `${stack.xeroUrl}/sandbox/organisations`,
    {
      ...{
        name: `Corner Shop ${retailer.business}`,
        country: 'AU',
        chart: 'retail',
        users: [retailer.email],
      },
    },
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
  await page.getByRole('button', { name: /Walk-in customers/ }).click();
  await expect(page.getByLabel('Walk-in contact')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The accounts are saved.')).toBeVisible();
  await page.getByLabel('Start date').fill(till.from);
  await page.getByLabel(/takings/i).check();
  await page.getByRole('button', { name: 'Start posting' }).click();
  await expect(page.getByText(/Posting since|Posting started|posts since/i).first()).toBeVisible();
  await page.getByRole('link', { name: 'Transactions', exact: true }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByText(/Up to date\. \d+ documents posted/)).toBeVisible({ timeout: 60_000 });

  const list = new URL(page.url()).pathname;
  await page.goto(`${stack.portalUrl}${list}?kind=sale&state=posted`);
  const sale = page.getByRole('row').filter({ hasText: 'Cash →' }).first();
  await sale.getByRole('rowheader').getByRole('link').click();
  const invoice = page.getByRole('article', { name: /^Invoice / });
  const number = /[A-Z0-9]{6}-[A-Z0-9-]+/.exec((await invoice.getByRole('heading').textContent()) ?? '')![0];

  // What will happen is listed first; he may keep it.
  await invoice.getByRole('button', { name: `Undo ${number} in Xero` }).click();
  const question = page.getByRole('region', { name: `Undo ${number} in Xero?` });
  await expect(question.getByRole('listitem')).toHaveText([
    /^Payment .* is deleted\.$/,
    `Invoice ${number} is voided.`,
  ]);
  await expect(question).toContainText('It is not posted again');
  await question.getByRole('button', { name: 'Keep it' }).click();
  await expect(question).toBeHidden();

  await invoice.getByRole('button', { name: `Undo ${number} in Xero` }).click();
  await question.getByRole('button', { name: 'Undo in Xero' }).click();
  await expect(invoice.getByText(`Undone by ${retailer.email} on`)).toBeVisible();
  await expect(page.getByRole('article', { name: /^Payment / }).getByText(/^Undone by/)).toBeVisible();
  await expect(page.getByText('What was undone')).toBeVisible();

  const opening = context.waitForEvent('page');
  await invoice.getByRole('link').first().click();
  const inXero = await opening;
  await inXero.waitForLoadState();
  await expect(inXero.getByRole('heading', { name: number })).toBeVisible();
  await expect(inXero.getByText('VOIDED', { exact: true }).first()).toBeVisible();
  await inXero.close();

  // A payment that is reconciled there stays, and says why.
  await page.goto(`${stack.portalUrl}${list}?kind=sale&state=posted`);
  const other = page.getByRole('row').filter({ hasText: 'Cash →' }).first();
  await other.getByRole('rowheader').getByRole('link').click();
  const payment = page.getByRole('article', { name: /^Payment / });
  const reference = /[A-Z0-9]{6}-[A-Z0-9-]+/.exec(
    (await payment.getByRole('heading').textContent()) ?? '',
  )![0];
  const database = openDatabase(stack.databaseUrl, { maxConnections: 1 });
  const [{ id } = { id: '' }] = await database.db.execute<{ id: string }>(
    sql`select xero_id as id from document where number = ${reference}`,
  );
  await database.close();
  await control(`${stack.xeroUrl}/sandbox/organisations/${organisationId}/payments/${id}/reconcile`, {});
  await payment.getByRole('button', { name: `Undo ${reference} in Xero` }).click();
  await page.getByRole('button', { name: 'Undo in Xero', exact: true }).click();
  await expect(payment.getByText(/is reconciled with the bank in Xero/)).toBeVisible();
  await expect(payment.getByText('Posted', { exact: true })).toBeVisible();

  await page.goto(`${stack.portalUrl}${list}?state=undone`);
  await expect(page.getByRole('row').filter({ hasText: 'Undone' })).toHaveCount(1);
});
