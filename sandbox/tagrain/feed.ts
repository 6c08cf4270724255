import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { isDate } from './clock.ts';
import type { Fault, Faults } from './faults.ts';
import type { Retailer, Retailers } from './retailers.ts';

/** The feed of docs/feed.md, for every business under its own path. */

type Env = { Bindings: HttpBindings; Variables: { retailer: Retailer } };

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export function feedRoutes(retailers: Retailers, faults: Faults): Hono<Env> {
  const feed = new Hono<Env>();

  feed.use('/:business/api/v1/*', async (c, next) => {
    const business = c.req.param('business');
    const retailer = retailers.find(business);
    if (!retailer) return c.json({ error: 'unknown_business' }, 404);
    if (c.req.header('authorization') !== `Bearer ${retailer.apiKey}`) {
      return c.json({ error: 'unauthorized' }, 401);
    }
    c.set('retailer', retailer);
    const fault = faults.take(business, c.req.path.split('/').at(-1) ?? '');
    if (!fault) return next();
    if (fault.kind === 'delay') {
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      return next();
    }
    if (fault.kind === 'error') return c.body('{"error":"ordered_fault"}', fault.status as 500, JSON_TYPE);
    if (fault.kind === 'rate_limit') {
      const headers = { ...JSON_TYPE, 'retry-after': String(fault.retryAfterSeconds) };
      return c.body('{"error":"rate_limited"}', 429, headers);
    }
    await next();
    const spoilt = await spoil(c, fault);
    // Hono merges into an answer that is there already; this one is to take its place.
    c.res = undefined;
    c.res = spoilt;
  });

  feed.get('/:business/api/v1/business', (c) => c.json(c.get('retailer').shop.business));

  feed.get('/:business/api/v1/records', (c) => {
    const { books } = c.get('retailer');
    const { after, limit = '500' } = c.req.query();
    const from = after === undefined ? 0 : books.position(after);
    if (from === null) return c.json({ error: 'bad_cursor' }, 400);
    const most = /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
    if (most < 1 || most > 1000) return c.json({ error: 'bad_limit' }, 400);
    return c.body(books.page(from, most), 200, JSON_TYPE);
  });

  feed.get('/:business/api/v1/totals', (c) => {
    const { from, to } = c.req.query();
    for (const day of [from, to]) {
      if (day !== undefined && !isDate(day)) return c.json({ error: 'bad_day' }, 400);
    }
    return c.json(c.get('retailer').books.totals.answer(from ?? null, to ?? null));
  });

  feed.all('/:business/api/*', (c) => c.json({ error: 'not_found' }, 404));

  return feed;
}

/** Takes a right answer and breaks it on the way: cut off, or ended half way as if that were all. */
async function spoil(c: Context<Env>, fault: Fault): Promise<Response> {
  const text = await c.res.text();
  const half = text.slice(0, Math.max(1, Math.floor(text.length / 2)));
  if (fault.kind === 'malformed') return new Response(half, { headers: JSON_TYPE });
  const { outgoing } = c.env;
  if (fault.where === 'middle') {
    outgoing.writeHead(200, { ...JSON_TYPE, 'content-length': String(Buffer.byteLength(text)) });
    await new Promise((resolve) => outgoing.write(half, resolve));
  }
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}
