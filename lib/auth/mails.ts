import type { Mail } from '@/lib/mail/send';
import { resetMinutes } from './password-reset.ts';

/** The link to a new password. */
export const resetMail = (to: string, portal: string, token: string): Mail => ({
  to,
  subject: 'Choose a new password for OneEnterprise',
  paragraphs: [
    'Someone, we hope you, asked for a new password for your OneEnterprise account.',
    `The link below works once, within ${resetMinutes} minutes.`,
    'If it was not you, do nothing. Your password stays as it is.',
  ],
  link: {
    label: 'Choose a new password',
    url: `${portal}/reset-password?token=${encodeURIComponent(token)}`,
  },
});

/** Told after the fact, so that its owner notices if it was somebody else. */
export const passwordChangedMail = (to: string, portal: string): Mail => ({
  to,
  subject: 'Your OneEnterprise password was changed',
  paragraphs: [
    'Your password was changed just now. Everywhere else you have been signed out.',
    'If it was not you, choose a new password at once.',
  ],
  link: { label: 'Choose a new password', url: `${portal}/forgot-password` },
});

/** What the owner of an account gets when its address is registered again; the screen tells nothing of it. */
export const alreadyRegisteredMail = (to: string, portal: string): Mail => ({
  to,
  subject: 'You already have a OneEnterprise account',
  paragraphs: [
    'Someone, perhaps you, registered with this email address. It already has an account, so nothing was changed.',
    'Sign in with the password that you had. If you do not remember it, choose a new one.',
  ],
  link: { label: 'Choose a new password', url: `${portal}/forgot-password` },
});
