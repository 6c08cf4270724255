import { z } from 'zod';
import { preparedOptions } from '@/db/prepared';

/** A web address without a trailing slash. */
const address = z
  .string()
  .url()
  .transform((url) => url.replace(/\/+$/, ''));

const keyOf32Bytes = z
  .string()
  .refine(
    (text) => Buffer.from(text, 'base64').length === 32,
    'must be 32 random bytes in base64 (openssl rand -base64 32)',
  );

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const schema = z
  .object({
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
    DATABASE_PREPARED: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.enum(preparedOptions).default('where_direct'),
    ),
    NEXTAUTH_URL: address,
    NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
    ENCRYPTION_KEY: keyOf32Bytes,
    TRUSTED_PROXIES: z.preprocess(
      (value) => (value === undefined || value === '' ? '0' : value),
      z.string().regex(/^\d$/, 'must be a whole number from 0 to 9').transform(Number),
    ),
    CRON_SECRET: z.string().min(16, 'must have at least 16 characters'),
    XERO_LOGIN_URL: address.default('https://login.xero.com'),
    XERO_IDENTITY_URL: address.default('https://identity.xero.com'),
    XERO_API_URL: address.default('https://api.xero.com'),
    XERO_CLIENT_ID: optional(z.string().min(1)),
    XERO_CLIENT_SECRET: optional(z.string().min(1)),
    TAGRAIN_URL: z
      .string()
      .default('https://{business}.tagrain.net')
      .refine((url) => url.includes('{business}'), 'must hold {business} where the business name goes')
      .transform((url) => url.replace(/\/+$/, '')),
    SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address'),
    MAIL_FROM: z.string().min(3),
  })
  .refine((env) => !env.XERO_CLIENT_ID === !env.XERO_CLIENT_SECRET, {
    message: 'XERO_CLIENT_ID and XERO_CLIENT_SECRET go together: give both or neither',
    path: ['XERO_CLIENT_SECRET'],
  });

export type Env = z.output<typeof schema>;

/**
 * Reads the portal's settings.
 * @throws Error that lists every missing or wrong variable by name; values are never repeated, they may be secrets
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'environment');
    const missing = source[name] === undefined || source[name] === '';
    return `  ${name}: ${missing && issue.code !== 'custom' ? 'is missing' : issue.message}`;
  });
  throw new Error(
    `The environment is not complete (.env.example explains each variable):\n${lines.join('\n')}`,
  );
}

let cached: Env | undefined;

/** The settings of this process, read once. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/** The address where Xero must send people back to. Registered in Xero's developer portal, exactly so. */
export const redirectUri = () => `${env().NEXTAUTH_URL}/oAuth2CallBack`;

/** The company's address at Tagrain, worked out from the business name; never typed as a URL. */
export const tagrainUrl = (business: string) => env().TAGRAIN_URL.replaceAll('{business}', business);

/** Where Xero shows a document to a person. Real Xero has a host of its own for it; a stand-in serves it beside the log-in. */
export function xeroGoUrl(): string {
  const login = env().XERO_LOGIN_URL;
  return login === 'https://login.xero.com' ? 'https://go.xero.com' : login;
}

/** Where a retailer makes his app. */
export function xeroDeveloperUrl(): string {
  const login = env().XERO_LOGIN_URL;
  return login === 'https://login.xero.com' ? 'https://developer.xero.com/app/manage' : `${login}/app/manage`;
}
