import { minPasswordLength } from '@/lib/auth/schemas';

/** What stands below a new password. The rule is not said twice: once it is broken, the error says it. */
export const passwordHint = (error: string | undefined, more: string): string =>
  error ? more : `At least ${minPasswordLength} characters. ${more}`;
