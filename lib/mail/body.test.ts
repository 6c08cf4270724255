import { expect, test } from 'vitest';
import { mailHtml, mailText } from './body.ts';

const mail = {
  subject: 'A <b>subject</b>',
  paragraphs: ['First & foremost.', '<script>alert(1)</script>'],
  link: { label: 'Open', url: 'https://portal.example/reset?token=a&b="c"' },
};

test('a mail says the same as text and as HTML', () => {
  expect(mailText(mail)).toBe(
    'First & foremost.\n\n<script>alert(1)</script>\n\nOpen:\nhttps://portal.example/reset?token=a&b="c"\n\nOneEnterprise\n',
  );
  expect(mailHtml(mail)).toContain('<p>First &amp; foremost.</p>');
  expect(mailHtml(mail)).toContain(
    '<a href="https://portal.example/reset?token=a&amp;b=&quot;c&quot;">Open</a>',
  );
});

test('nothing in a mail can become markup', () => {
  expect(mailHtml(mail)).not.toContain('<script>');
  expect(mailHtml(mail)).not.toContain('<b>');
});
