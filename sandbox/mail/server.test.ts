import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linksIn, type Message } from './mailbox.ts';
import { sanitised } from './pages.ts';
import { type RunningMailSandbox, startMailSandbox } from './server.ts';

let dataDir: string;
let sandbox: RunningMailSandbox;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mail-'));
  sandbox = await startMailSandbox({ smtpPort: 0, httpPort: 0, dataDir });
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});

async function send(mail: Record<string, unknown>, auth?: { user: string; pass: string }): Promise<void> {
  const { hostname, port } = new URL(sandbox.smtpUrl);
  const transport = createTransport({ host: hostname, port: Number(port), auth });
  await transport.sendMail({ from: 'OneEnterprise <portal@example.com>', subject: 'Hello', ...mail });
  transport.close();
}

async function messages(query = ''): Promise<Message[]> {
  return (await fetch(`${sandbox.url}/api/messages${query}`)).json() as Promise<Message[]>;
}

test('takes every mail and gives it back, newest first, with its links', async () => {
  const link = 'http://localhost:3000/reset-password?token=a1&mail=ada%40example.com';
  await send({
    to: 'ada@example.com',
    subject: 'Set a new password – jetzt',
    text: `Open ${link}.`,
    html: `<p>Open <a href="${link.replace('&', '&amp;')}">this</a> or <a href='https://example.com/help'>help</a></p>`,
  });
  await send({ to: 'bob@example.com', bcc: 'eve@example.com', text: 'Nothing to click' });
  const [second, first] = await messages();
  expect(first).toMatchObject({
    id: 1,
    to: ['ada@example.com'],
    from: 'portal@example.com',
    subject: 'Set a new password – jetzt',
    links: [link, 'https://example.com/help'],
  });
  expect(first?.html).toContain('<p>Open');
  expect(Number.isNaN(Date.parse(first!.at))).toBe(false);
  expect(second).toMatchObject({ id: 2, to: ['bob@example.com', 'eve@example.com'], links: [] });
  expect((await messages('?to=ADA@example.com')).map(({ id }) => id)).toEqual([1]);
  expect(await messages('?to=nobody@example.com')).toEqual([]);
});

test('lets a mailer sign in with any name and password', async () => {
  await send({ to: 'ada@example.com', text: 'x' }, { user: 'any', pass: 'thing' });
  expect((await messages()).length).toBe(1);
});

test('shows mails without letting them act', async () => {
  await send({
    to: 'ada@example.com',
    subject: '<b>bold</b>',
    text: 'https://example.com/a',
    html: '<script>alert(1)</script><a href="https://example.com/a" onclick="x()">go</a>',
  });
  const list = await (await fetch(`${sandbox.url}/`)).text();
  expect(list).toContain('&lt;b&gt;bold');
  const page = await (await fetch(`${sandbox.url}/messages/1`)).text();
  expect(page).toContain('<a href="https://example.com/a"');
  expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  const frame = await fetch(`${sandbox.url}/messages/1/html`);
  expect(frame.headers.get('content-security-policy')).toContain("default-src 'none'");
  const markup = await frame.text();
  expect(markup).toContain('<a href="https://example.com/a">go</a>');
  expect(markup).not.toContain('alert');
  expect((await fetch(`${sandbox.url}/messages/9`)).status).toBe(404);
});

test('keeps mails over a restart and forgets them when told to', async () => {
  await send({ to: 'ada@example.com', text: 'first' });
  await sandbox.stop();
  sandbox = await startMailSandbox({ smtpPort: 0, httpPort: 0, dataDir });
  expect((await messages()).map(({ id, text }) => [id, text.trim()])).toEqual([[1, 'first']]);
  await fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' });
  expect(await messages()).toEqual([]);
  await send({ to: 'ada@example.com', text: 'second' });
  expect((await messages()).map(({ id }) => id)).toEqual([2]);
});

test('finds links however they are written', () => {
  expect(linksIn('See (https://a.example/x?y=1), or http://b.example/.', '')).toEqual([
    'https://a.example/x?y=1',
    'http://b.example/',
  ]);
  expect(linksIn('', '<a href="mailto:x@example.com">x</a><a HREF = "https://c.example/#k">c</a>')).toEqual([
    'https://c.example/#k',
  ]);
});

test.each([
  ['<img src=x onerror=alert(1)>', 'onerror'],
  ['<iframe src="https://a.example"></iframe>', '<iframe'],
  ['<a href="javascript:alert(1)">x</a>', 'javascript'],
  ['<SCRIPT>alert(1)', 'alert'],
  ['<base href="https://a.example">', 'a.example'],
])('leaves nothing of %s that could act', (markup, trace) => {
  expect(sanitised(markup)).not.toContain(trace);
});
