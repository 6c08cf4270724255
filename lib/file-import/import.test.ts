import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, retailer, solution } from '@/db/schema';
import { importOptions } from '@/lib/tagrain/file/options';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { commitImport } from './commit.ts';
import { previewImport } from './preview.ts';
import { readUpload, type Upload } from './upload.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const stalls = readFileSync(new URL('../tagrain/file/fixtures/three-stalls.csv', import.meta.url));
const stallAnswers = { dateOrder: 'MDY', timeZone: 'Australia/Sydney', currency: 'AUD' };

let count = 0;
async function someone() {
  const { db } = database;
  count += 1;
  const [r] = await db.insert(retailer).values({ name: 'Stalls', business: 'stalls' }).returning();
  const [p] = await db
    .insert(person)
    .values({ email: `p${count}@example.com`, passwordHash: 'x' })
    .returning();
  const [s] = await db
    .insert(solution)
    .values({
      retailerId: r!.id,
      shortId: `IMP${String(count).padStart(3, '0')}`,
      dueAt: sql`now() + interval '1 day'` as never,
    })
    .returning();
  return { retailerId: r!.id, solutionId: s!.id, personId: p!.id };
}
type Who = Awaited<ReturnType<typeof someone>>;

const upload = (bytes: Uint8Array | string, answers: object = stallAnswers): Promise<Upload> => {
  const form = new FormData();
  form.set('file', new File([bytes as BlobPart], 'sales.csv'));
  form.set('options', JSON.stringify(answers));
  return readUpload(new Request('http://localhost/', { method: 'POST', body: form }));
};

async function seen(who: Who, bytes: Uint8Array | string, answers: object = stallAnswers) {
  const file = await upload(bytes, answers);
  const preview = await previewImport(database.db, who, file);
  return {
    preview,
    result: preview.result!,
    file: { ...file, previewSha256: preview.result?.previewSha256 ?? null },
  };
}

async function stored({ solutionId }: Who) {
  const [row] = await database.db.execute<Record<string, number>>(sql`
    select (select count(*) from raw_record where solution_id = ${solutionId})::int as records,
      (select count(*) from raw_inbox where solution_id = ${solutionId})::int as inbox,
      (select count(*) from import_file where solution_id = ${solutionId})::int as files,
      (select count(*) from outlet where solution_id = ${solutionId})::int as outlets,
      (select count(*) from register where solution_id = ${solutionId})::int as registers,
      (select count(*) from event where solution_id = ${solutionId})::int as events,
      (select count(*) from solution where id = ${solutionId} and due_at <= now())::int as due`);
  return row!;
}
const nothing = { records: 0, inbox: 0, files: 0, outlets: 0, registers: 0, events: 0, due: 0 };

describe('a preview', () => {
  test('asks first, shows then, and writes nothing', async () => {
    const who = await someone();
    const first = await seen(who, stalls, { timeZone: 'Australia/Sydney', currency: 'AUD' });
    expect(first.result).toBeNull();
    expect(first.preview.questions.map((q) => q.option)).toEqual(['dateOrder']);
    expect(first.preview.dates!.choices.map((c) => c.order)).toEqual(['DMY', 'MDY']);
    const { result } = await seen(who, stalls);
    expect(result).toMatchObject({
      new: 6,
      known: 0,
      rounded: 5,
      refusedCount: 0,
      newOutlets: ['North', 'South', 'East'],
    });
    expect(result.first).toHaveLength(6);
    expect(await stored(who)).toEqual(nothing);
  });

  test('names a file that cannot be read', async () => {
    const who = await someone();
    await expect(seen(who, '')).rejects.toMatchObject({ status: 422, code: 'empty_file', field: 'file' });
  });
});

describe('an import', () => {
  test('keeps every record once, with its outlets, and makes the solution due', async () => {
    const who = await someone();
    const { file } = await seen(who, stalls);
    expect(await commitImport(database.db, who, file)).toEqual({
      recordsNew: 6,
      recordsKnown: 0,
      rowsRefused: 0,
    });
    expect(await stored(who)).toEqual({
      records: 6,
      inbox: 6,
      files: 1,
      outlets: 3,
      registers: 3,
      events: 1,
      due: 1,
    });
    const [kept] = await database.db.execute<{
      source: string;
      body: { total: string };
      columns: { paymentTypes: unknown[] };
    }>(sql`
      select r.source, r.body, f.columns from raw_record r join import_file f on f.id = r.import_file_id
      where r.solution_id = ${who.solutionId} and r.record_id = 'T-0001' and r.outlet_till_id = 'North'`);
    expect(kept).toMatchObject({
      source: 'file',
      body: { total: '10.24', type: 'receipt' },
      columns: { heads: { total: 'Total' } },
    });
    expect(kept!.columns.paymentTypes).toHaveLength(3);
  });

  test('of the same file again brings nothing new', async () => {
    const who = await someone();
    await commitImport(database.db, who, (await seen(who, stalls)).file);
    const again = await seen(who, stalls);
    expect(again.result).toMatchObject({ new: 0, known: 6, newOutlets: [] });
    expect(again.preview.earlier).toMatchObject({ name: 'sales.csv', recordsNew: 6 });
    expect(await commitImport(database.db, who, again.file)).toEqual({
      recordsNew: 0,
      recordsKnown: 6,
      rowsRefused: 0,
    });
    expect(await stored(who)).toMatchObject({ records: 6, outlets: 3, registers: 3 });
  });

  test('without a preview, or with other answers than were seen, is refused and leaves nothing', async () => {
    const who = await someone();
    const { file } = await seen(who, stalls);
    const outdated = { status: 409, code: 'preview_outdated' };
    await expect(commitImport(database.db, who, { ...file, previewSha256: null })).rejects.toMatchObject(
      outdated,
    );
    const other = { ...file, options: importOptions.parse({ ...stallAnswers, dateOrder: 'DMY' }) };
    await expect(commitImport(database.db, who, other)).rejects.toMatchObject(outdated);
    expect(await stored(who)).toEqual(nothing);
  });

  test('with an open question is refused', async () => {
    const who = await someone();
    const { file } = await seen(who, stalls, { timeZone: 'UTC', currency: 'AUD' });
    await expect(commitImport(database.db, who, file)).rejects.toMatchObject({
      status: 422,
      code: 'date_order',
      field: 'dateOrder',
    });
    expect(await stored(who)).toEqual(nothing);
  });

  test('with refused rows brings the good ones, or nothing at all when so chosen', async () => {
    const who = await someone();
    const text = `${stalls.toString()}"T-0007","East","Cully","Regular","Flowers",7.07,5,1.7675,"many","4/6/2024",08:00:00,"Cash",4\n`;
    const whole = await seen(who, text, { ...stallAnswers, keepGood: false });
    expect(whole.result.refused).toMatchObject([{ line: 8, code: 'number' }]);
    await expect(commitImport(database.db, who, whole.file)).rejects.toMatchObject({
      status: 422,
      code: 'rows_refused',
    });
    expect(await stored(who)).toEqual(nothing);
    const { file } = await seen(who, text);
    expect(await commitImport(database.db, who, file)).toEqual({
      recordsNew: 6,
      recordsKnown: 0,
      rowsRefused: 1,
    });
  });

  test('that fails in its last step leaves nothing', async () => {
    const who = await someone();
    const { file } = await seen(who, stalls);
    await expect(
      commitImport(database.db, { ...who, personId: '00000000-0000-0000-0000-000000000000' }, file),
    ).rejects.toThrow();
    expect(await stored(who)).toEqual(nothing);
  });

  test('never changes what is stored: the same receipt with another total is refused by name', async () => {
    const who = await someone();
    await commitImport(database.db, who, (await seen(who, stalls)).file);
    const { result, file } = await seen(who, stalls.toString().replace('2,42,', '2,43,'));
    expect(result).toMatchObject({ new: 0, known: 5, refused: [{ line: 5, code: 'stored_otherwise' }] });
    expect(await commitImport(database.db, who, file)).toEqual({
      recordsNew: 0,
      recordsKnown: 5,
      rowsRefused: 1,
    });
    const [row] = await database.db.execute(sql`
      select count(*)::int as n from raw_record where solution_id = ${who.solutionId} and conflict is not null`);
    expect(row).toEqual({ n: 0 });
  });

  test('knows a receipt that came by the feed, although the till describes it otherwise', async () => {
    const who = await someone();
    const first = await seen(who, stalls);
    const receipt = first.result.first[0]!;
    const body = {
      type: 'receipt',
      outlet: 'North',
      id: 'T-0001',
      version: 1,
      at: '2024-01-31T22:04:00Z',
      currency: 'AUD',
      status: 'completed',
      total: receipt.total,
      taxes: [{ code: 'GST', amount: '0.49' }],
      payments: [{ id: '9', type: 'cash', amount: receipt.total }],
    };
    await database.db.execute(sql`
      insert into raw_record (retailer_id, solution_id, source, outlet_till_id, record_id, version, body, body_hash)
      values (${who.retailerId}, ${who.solutionId}, 'pull', 'North', 'T-0001', 1, ${JSON.stringify(body)}::text::jsonb, 'x')`);
    expect((await seen(who, stalls)).result).toMatchObject({ new: 5, known: 1, refusedCount: 0 });
  });

  test('two at once bring each record once', async () => {
    const who = await someone();
    const { file } = await seen(who, stalls);
    const both = await Promise.allSettled([
      commitImport(database.db, who, file),
      commitImport(database.db, who, file),
    ]);
    const fresh = both.map((one) => (one.status === 'fulfilled' ? one.value.recordsNew : 0));
    expect(fresh.sort()).toEqual([0, 6]);
    expect(await stored(who)).toMatchObject({ records: 6 });
  });
});

describe('receipts without numbers', () => {
  const heads = 'outlet,date,time,total,payment\n';
  const row = 'Main,2024-03-01,10:00,5.00,cash\n';
  const answers = { timeZone: 'Australia/Sydney', currency: 'AUD' };

  test('that look like one stored under the till’s own number wait for a person', async () => {
    const who = await someone();
    await commitImport(database.db, who, (await seen(who, `id,${heads}R1,${row}`, answers)).file);
    const { result, file } = await seen(who, heads + row, answers);
    expect(result).toMatchObject({ new: 1, suspected: 1 });
    await commitImport(database.db, who, file);
    const [kept] = await database.db.execute(sql`
      select body->'suspected_duplicate_of' as other from raw_record where solution_id = ${who.solutionId} and record_id like 'file-%'`);
    expect(kept).toEqual({ other: { outlet: 'Main', id: 'R1' } });
    // Also once marked, the same file again is the same.
    expect((await seen(who, heads + row, answers)).result).toMatchObject({
      new: 0,
      known: 1,
      refusedCount: 0,
    });
  });

  test('paid otherwise are other receipts', async () => {
    const who = await someone();
    await commitImport(database.db, who, (await seen(who, `id,${heads}R1,${row}`, answers)).file);
    expect((await seen(who, heads + row.replace('cash', 'card'), answers)).result).toMatchObject({
      new: 1,
      suspected: 0,
    });
  });
});

describe('an upload', () => {
  const request = (body: BodyInit, headers: Record<string, string> = {}) =>
    new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

  test('of 50 MB is refused by its length, before a byte is read', async () => {
    let pulled = 0;
    const body = new ReadableStream(
      {
        pull: (c) => {
          pulled += 1;
          c.enqueue(new Uint8Array(65536));
        },
      },
      { highWaterMark: 0 },
    );
    const refused = readUpload(
      request(body, {
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': String(50 * 1024 * 1024),
      }),
    );
    await expect(refused).rejects.toMatchObject({
      status: 413,
      code: 'too_big',
      message: expect.stringMatching(/Split it by month/),
    });
    expect(pulled).toBe(0);
  });

  test('that hides its length is refused as soon as it is too much', async () => {
    let sent = 0;
    const head = new TextEncoder().encode(
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n',
    );
    const body = new ReadableStream({
      pull: (c) => {
        c.enqueue(sent === 0 ? head : new Uint8Array(1024 * 1024));
        sent += 1;
        if (sent > 50) c.close();
      },
    });
    await expect(
      readUpload(request(body, { 'content-type': 'multipart/form-data; boundary=x' })),
    ).rejects.toMatchObject({ status: 413, code: 'too_big' });
    expect(sent).toBeLessThan(30);
  });

  test('without a file, or with options that are none, is refused by field', async () => {
    await expect(readUpload(request(new FormData()))).rejects.toMatchObject({
      code: 'no_file',
      field: 'file',
    });
    await expect(upload('a,b', { timeZone: 'Moon/Crater' })).rejects.toMatchObject({
      status: 422,
      field: 'timeZone',
    });
  });
});
