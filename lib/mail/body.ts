import type { Mail } from './send.ts';

type Body = Pick<Mail, 'subject' | 'paragraphs' | 'link'>;

/** The mail as plain text. */
export const mailText = ({ paragraphs, link }: Body) =>
  [...paragraphs, ...(link ? [`${link.label}:\n${link.url}`] : []), 'OneEnterprise']
    .join('\n\n')
    .concat('\n');

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character]!);

/** The same as HTML that every mail program shows alike: paragraphs and a link, nothing loaded from anywhere. */
export function mailHtml({ subject, paragraphs, link }: Body): string {
  const body = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`);
  if (link) body.push(`<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`);
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;max-width:34em">',
    ...body,
    '<p>OneEnterprise</p>',
    '</body></html>',
  ].join('\n');
}
