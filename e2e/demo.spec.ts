import { expect, test } from '@playwright/test';
import postgres from 'postgres';
import { demonstrate } from '../scripts/demo/demonstrate.ts';
import { control } from '../scripts/lib/control.ts';
import { stack } from './stack.ts';

test('the demo ends well only while till, portal and Xero agree', async () => {
  const lines: string[] = [];
  const run = () => demonstrate(stack, 2, (line) => lines.push(line));

  expect(await run(), lines.join('\n')).toBe(0);
  expect(lines.at(-1)).toContain('agree to the cent');
  // On kept data it posts nothing twice.
  expect(await run(), lines.join('\n')).toBe(0);

  const sql = postgres(stack.databaseUrl, { max: 1 });
  try {
    // One row less in the portal: it could not explain that payment any more.
    const [gone] = await sql`
      delete from document where id = (select d.id from document d where d.kind = 'payment' and d.state = 'posted'
        and d.organisation_id = (select id from xero_organisation where tenant_id = ${await demoTenant()}) limit 1)
      returning id`;
    expect(gone).toBeDefined();
    expect(await run()).toBe(1);
    expect(lines.at(-1)).toContain('the portal knows');
  } finally {
    await sql.end();
  }

  // One payment less in Xero.
  const tenantId = await demoTenant();
  const { paymentId } = await somePayment(tenantId);
  await control(`${stack.xeroUrl}/sandbox/organisations/${tenantId}/payments/${paymentId}/delete`, {});
  expect(await run()).toBe(1);
  expect(lines.at(-1)).toMatch(/Payments: the till and Xero differ by/);
});

async function demoTenant(): Promise<string> {
  const { organisations } = await control<{ organisations: { organisationId: string; currency: string }[] }>(
    `${stack.xeroUrl}/sandbox/organisations?user=demo@harbourlane.example`,
  );
  return organisations.find((o) => o.currency === 'AUD')!.organisationId;
}

/** A payment's id, from the portal's own table: the dump of the stand-in's books names things by number. */
async function somePayment(tenantId: string): Promise<{ paymentId: string }> {
  const sql = postgres(stack.databaseUrl, { max: 1 });
  try {
    const [row] = await sql<{ paymentId: string }[]>`
      select d.xero_id as "paymentId" from document d join xero_organisation o on o.id = d.organisation_id
      where d.kind = 'payment' and d.state = 'posted' and o.tenant_id = ${tenantId} limit 1`;
    return row!;
  } finally {
    await sql.end();
  }
}
