import type { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Mailbox } from './mailbox.ts';
import { HTML_HEADERS, listPage, messagePage, missingPage, nowherePage, sanitised } from './pages.ts';

export interface MailSandboxOptions {
  /** 0 takes a free port. */
  smtpPort: number;
  httpPort: number;
  /** Where the mails are kept; left out, they end with the process. */
  dataDir?: string;
}

export interface RunningMailSandbox {
  /** The mailbox page and its JSON. */
  url: string;
  /** What a mailer is told: smtp://localhost:PORT */
  smtpUrl: string;
  stop(): Promise<void>;
}

/** Takes every mail for everybody, without a password and without TLS, on the loopback address only. */
export async function startMailSandbox(options: MailSandboxOptions): Promise<RunningMailSandbox> {
  const mailbox = new Mailbox(options.dataDir);
  const smtp = smtpServer(mailbox);
  await listening(smtp.server, () => smtp.listen(options.smtpPort, '127.0.0.1'));
  // So long that nobody is ever busy for longer: whoever takes up a connection that is closed just then gets no answer.
  const web = createServer({ keepAliveTimeout: 600_000 }, getRequestListener(routes(mailbox).fetch));
  try {
    await listening(web, () => web.listen(options.httpPort, '127.0.0.1'));
  } catch (error) {
    await new Promise<void>((resolve) => smtp.close(resolve));
    throw error;
  }
  return {
    url: `http://localhost:${portOf(web)}`,
    smtpUrl: `smtp://localhost:${portOf(smtp.server)}`,
    stop: async () => {
      await new Promise<void>((resolve) => smtp.close(resolve));
      await new Promise<void>((resolve) => {
        web.close(() => resolve());
        web.closeAllConnections();
      });
    },
  };
}

function smtpServer(mailbox: Mailbox): SMTPServer {
  const server = new SMTPServer({
    banner: 'Mail stand-in',
    hideSTARTTLS: true,
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    // A mailer that is set up with a name and password gets on as well.
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    size: 20 * 1024 * 1024,
    closeTimeout: 500,
    onData: (stream, session, done) => {
      simpleParser(stream)
        .then((mail) => {
          mailbox.add({
            to: session.envelope.rcptTo.map((recipient) => recipient.address),
            from:
              firstAddress(mail.from) ?? (session.envelope.mailFrom ? session.envelope.mailFrom.address : ''),
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            html: mail.html || '',
            at: new Date().toISOString(),
          });
          done();
        })
        .catch((error: Error) => done(error));
    },
  });
  // A client that drops its connection is the client's affair.
  server.on('error', () => {});
  return server;
}

function firstAddress(from: AddressObject | undefined): string | undefined {
  return from?.value[0]?.address;
}

function routes(mailbox: Mailbox): Hono {
  const app = new Hono();
  app.get('/', (c) => c.html(listPage(mailbox, c.req.query('to') || undefined)));
  app.get('/messages/:id', (c) => {
    const message = mailbox.get(Number(c.req.param('id')));
    return message ? c.html(messagePage(message)) : c.html(missingPage(), 404);
  });
  app.get('/messages/:id/html', (c) => {
    const message = mailbox.get(Number(c.req.param('id')));
    return message ? c.body(sanitised(message.html), 200, HTML_HEADERS) : c.html(missingPage(), 404);
  });
  app.get('/api/messages', (c) => c.json(mailbox.list(c.req.query('to'))));
  app.delete('/api/messages', (c) => {
    mailbox.clear();
    return c.json({ ok: true });
  });
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.notFound((c) => c.html(nowherePage(), 404));
  app.get('/sandbox/health', (c) => c.json({ ok: true, messages: mailbox.list().length }));
  return app;
}

function listening(server: EventEmitter, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}
