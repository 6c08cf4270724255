/** What the tests of the sandbox share: a running one, and a client that speaks to it over HTTP. */

import { type SandboxOptions, startXeroSandbox } from './server.ts';
import type { Settings } from './settings.ts';

export type Json = Record<string, unknown>;

/** An answer of whatever shape; tests look into it as they please. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes are what the tests are about
export type Answered = any;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON, or an empty object if it is none. */
  json: Answered;
}

export const SCOPES =
  'offline_access accounting.invoices accounting.payments accounting.banktransactions accounting.contacts accounting.settings accounting.manualjournals accounting.reports.trialbalance.read accounting.reports.banksummary.read';

export interface TestSandbox {
  url: string;
  stop(): Promise<void>;
  /** A control call; its answer as JSON. */
  control(method: string, path: string, body?: unknown): Promise<Answered>;
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** An app that is connected to an organisation. */
  connect(options?: {
    country?: string;
    scope?: string;
    organisationId?: string;
    chart?: string;
    paysTax?: boolean;
  }): Promise<Client>;
}

/** Starts a sandbox on a free port. Limits are off unless asked for. */
export async function testSandbox(
  settings: Partial<Settings> = {},
  more: Partial<SandboxOptions> = {},
): Promise<TestSandbox> {
  const { url, stop } = await startXeroSandbox({
    port: 0,
    ...more,
    settings: { limitsOn: false, ...settings },
  });
  const request: TestSandbox['request'] = async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };
  const control: TestSandbox['control'] = async (method, path, body) => {
    const reply = await request(method, `/sandbox${path}`, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.json;
  };
  const connect: TestSandbox['connect'] = async (options = {}) => {
    const organisationId =
      options.organisationId ??
      (
        await control('POST', '/organisations', {
          country: options.country ?? 'AU',
          chart: options.chart,
          paysTax: options.paysTax,
        })
      ).organisationId;
    const app = await control('POST', '/apps', { tier: 'core' });
    const token = await control('POST', '/tokens', {
      clientId: app.clientId,
      organisationIds: [organisationId],
      scope: options.scope ?? SCOPES,
    });
    return new Client(request, { ...app, ...token, organisationId });
  };
  return { url, stop, control, request, connect };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

interface Access {
  clientId: string;
  clientSecret: string;
  access_token: string;
  refresh_token: string;
  organisationId: string;
}

/** Calls the accounting API for one organisation. */
export class Client {
  constructor(
    private readonly send: TestSandbox['request'],
    readonly access: Access,
  ) {}

  get organisationId(): string {
    return this.access.organisationId;
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.access.access_token}`, 'xero-tenant-id': this.organisationId };
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send(method, `/api.xro/2.0/${path}`, body, { ...this.headers, ...headers });
  }

  get(path: string): Promise<Reply> {
    return this.call('GET', path);
  }

  /** PUT of elements, each answered by itself. */
  async put(collection: string, ...elements: Json[]): Promise<Answered[]> {
    const reply = await this.call('PUT', `${collection}?summarizeErrors=false`, { [collection]: elements });
    if (reply.status !== 200) throw new Error(`PUT ${collection}: ${reply.status} ${reply.text}`);
    return reply.json[collection];
  }

  /** PUT of one element that must be accepted. */
  async create(collection: string, element: Json): Promise<Answered> {
    const [created] = await this.put(collection, element);
    if (created.StatusAttributeString === 'ERROR') throw new Error(JSON.stringify(created.ValidationErrors));
    return created;
  }

  /** The messages with which one element is refused. */
  async refused(collection: string, element: Json): Promise<string[]> {
    const [answered] = await this.put(collection, element);
    if (answered.StatusAttributeString !== 'ERROR') throw new Error(`accepted: ${JSON.stringify(answered)}`);
    return messages(answered);
  }
}

export const messages = (element: Answered): string[] =>
  (element.ValidationErrors ?? []).map((e: Json) => e.Message);
export const warnings = (element: Answered): string[] => (element.Warnings ?? []).map((e: Json) => e.Message);

/** An approved sale of one line, to be varied. */
export const sale = (more: Json = {}, line: Json = {}): Json => ({
  Type: 'ACCREC',
  Contact: { Name: 'Walk-in' },
  Date: '2026-11-20',
  DueDate: '2026-11-20',
  LineAmountTypes: 'Inclusive',
  Status: 'AUTHORISED',
  LineItems: [{ Description: 'Goods', Quantity: 1, UnitAmount: 11, AccountCode: '200', ...line }],
  ...more,
});

export const creditNote = (more: Json = {}, line: Json = {}): Json => ({
  ...sale({}, line),
  Type: 'ACCRECCREDIT',
  DueDate: undefined,
  ...more,
});

export const spend = (more: Json = {}, line: Json = {}): Json => ({
  Type: 'SPEND',
  Contact: { Name: 'Tagrain till' },
  BankAccount: { Code: '091' },
  Date: '2026-11-20',
  LineAmountTypes: 'Inclusive',
  LineItems: [{ Description: 'Window cleaner', Quantity: 1, UnitAmount: 22, AccountCode: '408', ...line }],
  ...more,
});
