// What the forms and the routes of signing in both check. Nothing of the server may be imported here.
import { z } from 'zod';
import { businessLabel, businessLabelPattern } from './business-label.ts';

const emailAddress = z
  .string()
  .trim()
  .max(254, 'This email address is too long.')
  .pipe(z.email('Please enter an email address, such as name@example.com.'));

export const minPasswordLength = 10;
const maxPasswordLength = 200;

/**
 * A new password: only its length is asked for. Rules about capitals and digits push people to "Password1!", which
 * guessing programs try first, and they refuse good long phrases. The upper end keeps hashing cheap to nobody's harm.
 */
const newPassword = z
  .string()
  .min(minPasswordLength, `Please use at least ${minPasswordLength} characters.`)
  .max(maxPasswordLength, `Please use at most ${maxPasswordLength} characters.`);

export const signInSchema = z.object({
  email: emailAddress,
  password: z
    .string()
    .min(1, 'Please enter your password.')
    .max(maxPasswordLength, 'This password is too long.'),
});

export const registrationSchema = z
  .object({
    businessName: z
      .string()
      .trim()
      .min(1, 'Please enter the name of your business.')
      .max(120, 'Please use at most 120 characters.'),
    /** The name in the Tagrain address, where it differs from what we work out. */
    business: z
      .string()
      .trim()
      .toLowerCase()
      .refine(
        (label) => label === '' || businessLabelPattern.test(label),
        'Please use 2 to 63 letters a–z, digits and hyphens, only the name before “.tagrain.net”.',
      )
      .optional(),
    email: emailAddress,
    password: newPassword,
  })
  .refine((input) => input.business || businessLabel(input.businessName) !== null, {
    message:
      'Please use at least two letters a–z or digits in the name, or change the Tagrain address below.',
    path: ['businessName'],
  });

export const forgottenPasswordSchema = z.object({ email: emailAddress });

export const newPasswordSchema = z.object({ token: z.string().min(1).max(200), password: newPassword });
