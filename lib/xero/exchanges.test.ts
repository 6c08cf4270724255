import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { line, mei, receipt } from '../accounting/case-records.ts';
import { syncOne } from '../sync/conduct.ts';
import { makeAccount } from './accounts.ts';
import { withXero } from './client.ts';

/** Every call that a whole sync makes, and every answer to it, fits Xero's own description, where that is at hand. */

const folder =
  process.env.XERO_OPENAPI_DIR ?? fileURLToPath(new URL('../../../shared/xero-openapi', import.meta.url));
const descriptionFile = path.join(folder, 'xero_accounting.yaml');
const isPresent = existsSync(descriptionFile);

type Parameter = { $ref?: string; in?: string; name?: string };
type Operation = {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
};
type Description = {
  paths: Record<string, Record<string, Operation | Parameter[]> & { parameters?: Parameter[] }>;
  components: { parameters: Record<string, Parameter>; schemas: object; responses?: object };
};
type Exchange = {
  method: string;
  path: string;
  query: string;
  request: string;
  status: number;
  response: unknown;
};

describe.skipIf(!isPresent)(
  `what is said to Xero${isPresent ? '' : ' (skipped: set XERO_OPENAPI_DIR)'}`,
  () => {
    let exchanges: Exchange[];
    let description: Description;
    let ajv: Ajv;
    let standIns: StandIns;
    let database: Awaited<ReturnType<typeof createTestDatabase>>;
    let records: string;

    beforeAll(async () => {
      description = parse(readFileSync(descriptionFile, 'utf8')) as Description;
      ajv = new Ajv({ strict: false, allErrors: true });
      addFormats(ajv);
      ajv.addSchema({ $id: 'xero', components: description.components });
      records = await mkdtemp(path.join(tmpdir(), 'oneenterprise-exchanges-'));
      const file = path.join(records, 'exchanges.jsonl');
      database = await createTestDatabase();
      standIns = await startTestStandIns(undefined, file);
      const waits = {
        firstLookUpAfterSeconds: 0,
        betweenLookUpsSeconds: 0,
        retrySeconds: 0,
        repeatWindowSeconds: 0,
      };
      setStandIns(standIns, database.url, waits);
      const shop = await connectedRetailer(database.db, standIns, { days: 2, size: 12 });
      await refundOnAccount(
        `${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`,
        shop.solutionId,
      );
      // Lost answers bring the look-ups of every kind of document into the record.
      const lost = ['/Contacts', '/Invoices', '/CreditNotes', '/Allocations', '/Payments'].map((path) => ({
        ...{ kind: 'answerLost', method: 'PUT', path, organisationId: shop.tenantId },
      }));
      await control(`${standIns.xeroUrl}/sandbox/faults`, lost);
      // One account of each type that the portal makes.
      const xero = await withXero(database.db, shop);
      if (!xero.ok) throw new Error(xero.message);
      for (const [code, type] of [
        ['071', 'BANK'],
        ['871', 'CURRLIAB'],
        ['471', 'EXPENSE'],
      ] as const) {
        const wanted = { name: `New ${type}`, code, type, receivesPayments: true, taxType: null };
        const made = await makeAccount(xero.value, wanted, []);
        if (!made.ok) throw new Error(made.message);
      }
      for (let i = 0; i < 12; i++) {
        await database.db.execute(sql`update solution set due_at = now()`);
        await syncOne(database.db, { trigger: 'person', deadline: performance.now() + 60_000, only: shop });
      }
      exchanges = (await readFile(file, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Exchange);
    });
    afterAll(async () => {
      await standIns?.stop();
      await database?.close();
      if (records) await rm(records, { recursive: true, force: true });
    });

    /** The stand-in's trade has no refund on account: a sale and its refund, which ask for an allocation. */
    async function refundOnAccount(url: string, solutionId: string) {
      const [place] = await database.db.execute<{ outlet: string; register: string }>(sql`
        select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
        where r.solution_id = ${solutionId} limit 1`);
      const [sale, refund] = [
        receipt('ON-1', '80.00', [line('Table', '80.00', '7.27')], { GST: '7.27' }, { account: '80.00' }),
        receipt('ON-2', '-30.00', [line('Leaf', '-30.00', '-2.73')], { GST: '-2.73' }, { account: '-30.00' }),
      ].map((r) => ({ ...r, ...place, at: '2026-11-22T10:00:00+11:00', customer: mei }));
      await control(url, {
        records: [sale, { ...refund, refund_of: { outlet: place!.outlet, id: 'ON-1' } }],
      });
    }

    /** Xero's own entry for a call: its template of the path, and the operation. */
    function operationOf({ method, path: called }: Exchange): {
      template: string;
      operation: Operation;
      item: Parameter[];
    } {
      const own = called.replace(/^\/api\.xro\/2\.0/, '');
      const templates = Object.keys(description.paths).filter((template) =>
        new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(own),
      );
      const template = templates[0] ?? '';
      const entry = description.paths[template];
      const operation = entry?.[method.toLowerCase()] as Operation | undefined;
      if (!operation) throw new Error(`Xero describes no ${method} ${own}`);
      return { template, operation, item: entry?.parameters ?? [] };
    }

    const validators = new Map<object, ValidateFunction>();
    function problems(schema: object | undefined, value: unknown): string[] {
      if (!schema) return [];
      let validate = validators.get(schema);
      if (!validate) {
        const absolute = JSON.parse(
          JSON.stringify(schema).replaceAll('"#/components', '"xero#/components'),
        ) as object;
        validate = ajv.compile(absolute);
        validators.set(schema, validate);
      }
      return validate(value) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
    }

    const json = (text: unknown): unknown => (typeof text === 'string' ? JSON.parse(text) : text);
    const called = (e: Exchange) => `${e.method} ${e.path.replace(/^\/api\.xro\/2\.0/, '')}`;

    test('covers creating and looking up of every kind that is posted', () => {
      const kinds = new Set(exchanges.map(called));
      for (const kind of ['Contacts', 'Invoices', 'CreditNotes', 'Payments']) {
        expect(kinds).toContain(`PUT /${kind}`);
        expect(kinds).toContain(`GET /${kind}`);
      }
      const shapes = new Set([...kinds].map((kind) => kind.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '{id}')));
      expect(shapes).toContain('PUT /CreditNotes/{id}/Allocations');
      expect(shapes).toContain('GET /CreditNotes/{id}');
      expect(shapes).toContain('GET /Reports/BankSummary');
    });

    test('is described by Xero, down to the names of the parameters', () => {
      for (const exchange of exchanges) {
        const { operation, item } = operationOf(exchange);
        const known = [...item, ...(operation.parameters ?? [])]
          .map((p) => (p.$ref ? description.components.parameters[p.$ref.split('/').at(-1) ?? ''] : p))
          .map((p) => p?.name);
        for (const name of new URLSearchParams(exchange.query).keys()) {
          expect(known, `${called(exchange)}?${name}`).toContain(name);
        }
      }
    });

    test('has bodies that fit the schemas', () => {
      // xero-node gives its GETs an empty object for a body, which means nothing.
      const sent = exchanges.filter((e) => e.method !== 'GET');
      expect(sent.length).toBeGreaterThan(4);
      for (const exchange of sent) {
        const { operation } = operationOf(exchange);
        const schema = operation.requestBody?.content['application/json']?.schema;
        expect(schema, called(exchange)).toBeDefined();
        expect(problems(schema, json(exchange.request)), called(exchange)).toEqual([]);
      }
    });

    test('is answered in bodies that fit the schemas', () => {
      for (const exchange of exchanges.filter((e) => e.status === 200)) {
        const { operation } = operationOf(exchange);
        const schema = operation.responses['200']?.content?.['application/json']?.schema;
        expect(problems(schema, json(exchange.response)), called(exchange)).toEqual([]);
      }
    });
  },
);
