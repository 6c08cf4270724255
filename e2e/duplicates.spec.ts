import { type APIResponse, expect, type Page, test } from '@playwright/test';
import { newRetailer, openSetUp, stack } from './stack.ts';

const answers = { timeZone: 'Australia/Sydney', currency: 'AUD' };

/** Imports a file as the import page does: what its preview showed. */
async function importFile(page: Page, solution: string, name: string, text: string) {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
  const options = JSON.stringify(answers);
  const url = `${stack.portalUrl}/api${solution}/import`;
  const preview = await page.request.post(`${url}/preview`, { multipart: { options, file } });
  const previewSha256 = JSON.stringify(await preview.json()).match(/"previewSha256":"(\w+)"/)![1]!;
  await well(page.request.post(`${url}/commit`, { multipart: { options, file, previewSha256 } }));
}

const well = async (asked: Promise<APIResponse>) => expect((await asked).ok()).toBe(true);

test('a retailer says of receipts that came twice which are the same', async ({ page }) => {
  await openSetUp(page, newRetailer());
  const solution = new URL(page.url()).pathname.replace('/set-up', '');
  const heads = 'outlet,date,time,total,payment';
  const rows = ['Main,2024-03-01,10:00,5.00,cash', 'Main,2024-03-01,11:00,7.00,card'];
  await importFile(page, solution, 'march.csv', [heads, ...rows].join('\n'));
  await importFile(page, solution, 'till.csv', [`id,${heads}`, `R1,${rows[0]}`, `R2,${rows[1]}`].join('\n'));
  await well(page.request.post(`${stack.portalUrl}/api${solution}/sync`, { data: {} }));

  const list = `${stack.portalUrl}${solution}/transactions`;
  await page.goto(`${list}?state=held`);
  const decides = page.getByRole('link', { name: 'Decide whether it is the same receipt' });
  await expect(decides).toHaveCount(2);

  await page.goto(list);
  await page.getByRole('link', { name: 'R1', exact: true }).click();
  const question = page.getByRole('region', { name: 'Decide whether it is the same receipt' });
  await expect(question.getByRole('link', { name: /^file-/ })).toBeVisible();
  await expect(question).toContainText('from the file “march.csv”');
  const same = page.getByRole('button', { name: 'It is the same' });
  await expect(same).toBeEnabled();
  await same.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Duplicate', { exact: true })).toBeVisible();
  await expect(page.getByText(/said that it is the same as file-/)).toBeVisible();
  await expect(same).toBeHidden();

  await page.goto(list);
  await page.getByRole('link', { name: 'R2', exact: true }).click();
  await page.getByRole('button', { name: 'It is another sale' }).click();
  await expect(page.getByText('Waiting', { exact: true })).toBeVisible();
  await expect(page.getByText(/said that it is another sale than file-/)).toBeVisible();

  await page.goto(`${list}?state=duplicate`);
  await expect(page.getByRole('link', { name: 'R1', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'R2', exact: true })).toBeHidden();
});
