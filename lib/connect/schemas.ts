// What the forms of Set It Up and their routes both check. Nothing of the server may be imported here.
import { z } from 'zod';

/** Every client id of Xero's is 32 hexadecimal characters, so a mistyped one is told at once, without asking Xero. */
export const clientIdSchema = z
  .string()
  .trim()
  .min(1, 'Please enter the Client Identifier (Xero calls it Client id).')
  .regex(
    /^[0-9a-f]{32}$/i,
    'This is not a Client Identifier: it has exactly 32 characters, digits and the letters A to F. Copy it from Configuration in Xero’s developer portal.',
  );

export const appPairSchema = z.object({
  clientId: clientIdSchema,
  clientSecret: z
    .string()
    .trim()
    .min(1, 'Please enter the Client Secret.')
    .max(200, 'This is too long to be a Client Secret.')
    .regex(
      /^[\x21-\x7e]+$/,
      'This is not a Client Secret: it has no spaces. Copy it again, or generate a new one.',
    ),
});

export const feedKeySchema = z.object({
  apiKey: z
    .string()
    .trim()
    .min(1, 'Please enter the Tagrain API key.')
    .max(300, 'This is too long to be a Tagrain API key.')
    .regex(/^[\x21-\x7e]+$/, 'This is not a Tagrain API key: it has no spaces. Copy it again.'),
});

export const chosenOrganisationSchema = z.object({ tenantId: z.guid('Please choose an organisation.') });

export const nothingSchema = z.object({});
