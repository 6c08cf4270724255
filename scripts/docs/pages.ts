import { accountingPage } from './accounting-page.ts';
import { refusalsPage } from './refusals-page.ts';

/** The pages of docs/ that are made from the code. */
export const pages = (): { file: URL; text: string }[] => [
  { file: new URL('../../docs/accounting.md', import.meta.url), text: accountingPage() },
  { file: new URL('../../docs/refusals.md', import.meta.url), text: refusalsPage() },
];
