import { type Context, Hono } from 'hono';
import { addDays, isDate, parseAt } from './clock.ts';
import type { Faults } from './faults.ts';
import { COUNTRIES, type CountryCode } from './generate/countries.ts';
import { Refusal, type ShopOptions } from './generate/shop.ts';
import { type Retailer, type Retailers, yesterday } from './retailers.ts';

/** The calls under /sandbox: make retailers, let them trade, lose records, order faults. README.md documents each. */

type Body = Record<string, unknown>;

export function controlRoutes(retailers: Retailers, faults: Faults, publicUrl: () => string): Hono {
  const control = new Hono().basePath('/sandbox');

  const summary = ({ options, apiKey, books }: Retailer) => ({
    business: options.business,
    name: options.name,
    country: options.country,
    apiKey,
    ...books.totals.span(),
    records: books.count,
    url: `${publicUrl()}/${options.business}`,
  });

  control.get('/health', (c) => c.json({ ok: true, businesses: retailers.list().length }));
  control.get('/businesses', (c) => c.json({ businesses: retailers.list().map(summary) }));

  control.post('/businesses', async (c) => {
    return c.json(summary(createRetailer(retailers, await bodyOf(c))), 201);
  });

  control.delete('/businesses/:business', (c) => {
    const { business } = retailers.get(c.req.param('business')).options;
    retailers.apply({ call: 'forget', business });
    return c.json({ business });
  });

  control.post('/businesses/:business/days', async (c) => {
    const { options, shop } = retailers.get(c.req.param('business'));
    const days = wholeNumber(await bodyOf(c), 'days', 1, 1, 1000);
    const from = shop.nextDay() ?? yesterday(options);
    const records = retailers.apply({ call: 'days', business: options.business, from, days });
    return c.json({ from, to: addDays(from, days - 1), records });
  });

  control.post('/businesses/:business/trade', async (c) => {
    const retailer = retailers.get(c.req.param('business'));
    return c.json({ records: trade(retailers, retailer, await bodyOf(c)) });
  });

  control.post('/businesses/:business/records', async (c) => {
    const { business } = retailers.get(c.req.param('business')).options;
    const { records } = await bodyOf(c);
    if (!Array.isArray(records)) throw new Refusal('bad_records', 'records is a list.');
    return c.json({ records: retailers.apply({ call: 'append', business, records }) });
  });

  control.delete('/businesses/:business/records/:outlet/:id', (c) => {
    return c.json({ records: move('lose', c.req.param()) });
  });

  control.post('/businesses/:business/records/:outlet/:id/resend', (c) => {
    return c.json({ records: move('resend', c.req.param()) });
  });

  function move(call: 'lose' | 'resend', at: { business: string; outlet: string; id: string }): number {
    retailers.get(at.business);
    const records = retailers.apply({ call, business: at.business, outlet: at.outlet, id: at.id });
    if (records === 0)
      throw new Refusal('unknown_record', `There is no record ${at.id} of ${at.outlet} to take.`);
    return records;
  }

  control.get('/faults', (c) => c.json({ faults: faults.list() }));
  control.post('/faults', async (c) => c.json(faults.order(await bodyOf(c)), 201));
  control.delete('/faults', (c) => {
    faults.clear();
    return c.json({ faults: [] });
  });

  control.post('/reset', (c) => {
    retailers.reset();
    faults.clear();
    return c.json({ ok: true });
  });

  control.all('/*', (c) => c.json({ error: 'not_found', message: 'There is no such control call.' }, 404));
  return control;
}

/** How a refusal answers: what is not there is 404, what is there already 409, the rest 400. */
export function refuse(c: Context, refusal: Refusal): Response {
  const status =
    refusal.code === 'unknown_business' || refusal.code === 'unknown_record'
      ? 404
      : refusal.code === 'business_exists'
        ? 409
        : 400;
  return c.json({ error: refusal.code, message: refusal.message }, status);
}

/** Makes a retailer from a call's body, filling in what it leaves out. */
export function createRetailer(retailers: Retailers, body: Body): Retailer {
  const business = body.business;
  if (typeof business !== 'string' || !/^[a-z0-9-]{2,63}$/.test(business) || business === 'sandbox') {
    throw new Refusal('bad_business', 'business is 2 to 63 of a-z, 0-9 and hyphens, and not "sandbox".');
  }
  if (retailers.find(business) && body.replace !== true) {
    throw new Refusal('business_exists', `${business} is there already; "replace": true starts it over.`);
  }
  const country = body.country ?? 'AU';
  if (typeof country !== 'string' || !Object.hasOwn(COUNTRIES, country)) {
    throw new Refusal('bad_country', `country is one of: ${Object.keys(COUNTRIES).join(', ')}.`);
  }
  const outlets = wholeNumber(body, 'outlets', 2, 1, 4);
  const options: ShopOptions = {
    business,
    name: typeof body.name === 'string' ? body.name : titleOf(business),
    seed: String(body.seed ?? business),
    country: country as CountryCode,
    outlets,
    registers: wholeNumber(body, 'registers', Math.ceil(outlets * 1.5), outlets, 40),
    size: wholeNumber(body, 'size', 25, 0, 5000),
    extras: body.extras === true,
    closedSundays: body.closedSundays === true,
  };
  const days = wholeNumber(body, 'days', 30, 0, 4000);
  const until = body.until ?? yesterday(options);
  if (!isDate(until)) throw new Refusal('bad_day', 'until is a day, written 2026-11-22.');
  retailers.apply({ call: 'create', options, from: addDays(until, 1 - days), days });
  return retailers.get(business);
}

/** Trades now, and gives the records that came of it. */
export function trade(retailers: Retailers, { options, shop, books }: Retailer, body: Body): unknown[] {
  const outlet = body.outlet === undefined ? undefined : String(body.outlet);
  const register = body.register === undefined ? undefined : String(body.register);
  const atMs = body.at === undefined ? Date.now() : parseAt(body.at);
  if (atMs === null) throw new Refusal('bad_at', 'at is a time with its offset: 2026-11-23T10:15:00+11:00.');
  const before = books.end;
  retailers.apply({
    call: 'trade',
    business: options.business,
    receipts: wholeNumber(body, 'receipts', 1, 0, 10_000),
    atMs,
    close: body.close === true,
    registers: shop.registerIds(outlet, register),
  });
  return books.since(before);
}

function wholeNumber(body: Body, name: string, otherwise: number, least: number, most: number): number {
  const value = body[name] ?? otherwise;
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    throw new Refusal(`bad_${name}`, `${name} is a whole number from ${least} to ${most}.`);
  }
  return value as number;
}

async function bodyOf(c: Context): Promise<Body> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  } catch {
    // Falls through to the refusal: what is wrong with the text does not matter.
  }
  throw new Refusal('bad_json', 'The body is a JSON object.');
}

/** harbour-lane → Harbour Lane */
function titleOf(business: string): string {
  return business.replace(
    /(^|-)([a-z0-9])/g,
    (_, gap: string, letter: string) => `${gap ? ' ' : ''}${letter.toUpperCase()}`,
  );
}
