import type { Transporter } from 'nodemailer';
import { env } from '@/lib/env';
import { mailHtml, mailText } from './body.ts';

export type Mail = {
  to: string;
  subject: string;
  paragraphs: string[];
  /** The one thing to do. */
  link?: { label: string; url: string };
};

let transport: Promise<Transporter> | undefined;

// Short limits: a mail server that hangs must not hold a serverless function until its end.
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

const openTransport = () =>
  import('nodemailer').then(({ createTransport }) => createTransport({ url: env().SMTP_URL, ...timeouts }));

/**
 * Sends a mail, as plain text and as simple HTML.
 * @returns false when it could not be sent; that is logged without the address, and must never show in an answer that
 * would then tell whether an address is known
 */
export async function sendMail(mail: Mail): Promise<boolean> {
  try {
    transport ??= openTransport();
    const { to, subject } = mail;
    await (await transport).sendMail({
      from: env().MAIL_FROM,
      to: { name: '', address: to },
      subject,
      text: mailText(mail),
      html: mailHtml(mail),
    });
    return true;
  } catch (error) {
    const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
    console.error(JSON.stringify({ level: 'error', at: 'mail', subject: mail.subject, code, responseCode }));
    return false;
  }
}
