import { z } from 'zod';
import { ANSWER_MAXIMUM_MB, boundedAnswer } from './bounded-answer.ts';

/** The till server has to answer a small question. */
const BUSINESS_TIMEOUT_MS = 10_000;

const timeZone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'is not a time zone');

const decimal = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'must be a decimal string');
const id = z.string().min(1).max(120);
const name = z.string().min(1).max(200);

export const paymentTypeKinds = [
  'cash',
  'card',
  'gift_card',
  'store_credit',
  'loyalty',
  'on_account',
  'other',
] as const;

/** What the shop looks like today: the answer of `GET /api/v1/business`, docs/feed.md. */
export const businessSchema = z.object({
  business: z.string().min(1).max(63),
  name,
  country: z.string().min(2).max(3),
  currency: z.string().regex(/^[A-Z]{3}$/),
  minor_digits: z.int().min(0).max(4),
  prices: z.enum(['inclusive', 'exclusive']),
  taxes: z.array(z.object({ code: z.string().min(1).max(60), name, rate: decimal })),
  payment_types: z.array(
    z.object({
      code: z.string().min(1).max(60),
      name,
      kind: z.enum(paymentTypeKinds).catch('other'),
      rounding: decimal.nullish(),
    }),
  ),
  outlets: z.array(
    z.object({
      id,
      name,
      time_zone: timeZone,
      day_cutoff: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 04:00'),
      registers: z.array(z.object({ id, name })),
    }),
  ),
});

export type Business = z.output<typeof businessSchema>;

/** Its outlets and registers, in the words of our tables. */
export const outletsOf = (business: Business) =>
  business.outlets.map((outlet) => ({
    tillId: outlet.id,
    name: outlet.name,
    timeZone: outlet.time_zone,
    dayCutoff: outlet.day_cutoff,
    registers: outlet.registers.map((register) => ({ tillId: register.id, name: register.name })),
  }));

export type BusinessFailure = {
  ok: false;
  kind: 'unauthorized' | 'unknown_business' | 'unreachable' | 'rate_limited' | 'malformed';
  /** One sentence for the retailer; never the key. */
  message: string;
};

const failure = (kind: BusinessFailure['kind'], message: string): BusinessFailure => ({
  ok: false,
  kind,
  message,
});

/**
 * Asks the till server what the business looks like; with it, whether the key is right.
 * @param url the business' address at Tagrain, without a trailing slash
 */
export async function fetchBusiness(
  url: string,
  key: string,
  timeoutMs = BUSINESS_TIMEOUT_MS,
): Promise<{ ok: true; business: Business } | BusinessFailure> {
  let status: number;
  let text: string | null;
  try {
    const response = await fetch(`${url}/api/v1/business`, {
      headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
      cache: 'no-store',
      // A redirect would carry the key to another host.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    text = await boundedAnswer(response);
  } catch {
    return failure(
      'unreachable',
      `Tagrain did not answer at ${url}. Check the business name, and try again in a minute.`,
    );
  }
  if (status === 401 || status === 403) {
    return failure(
      'unauthorized',
      'Tagrain does not accept this key. Copy it again from the plug-in’s settings in Tagrain.',
    );
  }
  if (status === 404) {
    return failure(
      'unknown_business',
      `Tagrain knows no business at ${url}. Check the business name of your account.`,
    );
  }
  if (status === 429)
    return failure('rate_limited', 'Tagrain asks us to wait a little. Please try again in a minute.');
  if (status !== 200)
    return failure(
      'unreachable',
      `Tagrain has a problem of its own (status ${status}). Please try again later.`,
    );
  if (text === null) {
    return failure(
      'malformed',
      `Tagrain sent more than ${ANSWER_MAXIMUM_MB} MB in one answer, which is more than the feed allows.`,
    );
  }
  const parsed = businessSchema.safeParse(json(text));
  if (parsed.success) return { ok: true, business: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue?.path.length ? ` (${issue.path.join('.')}: ${issue.message})` : '';
  return failure(
    'malformed',
    `Tagrain answered, but not with a business as version 1 of the feed describes it${where}.`,
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
