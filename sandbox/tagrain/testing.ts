import type { Business, TillRecord } from './records.ts';
import { type RunningSandbox, startTagrainSandbox, type TagrainSandboxOptions } from './server.ts';

/** Helpers of this folder's tests: a server, its control calls, and the whole feed read page by page. */

export interface Page {
  records: TillRecord[];
  next: string;
  more: boolean;
}

export interface Made {
  business: string;
  apiKey: string;
  from: string;
  to: string;
  records: number;
}

export class Till {
  constructor(private readonly sandbox: RunningSandbox) {}

  static async start(options: Partial<TagrainSandboxOptions> = {}): Promise<Till> {
    return new Till(await startTagrainSandbox({ port: 0, ...options }));
  }

  get url(): string {
    return this.sandbox.url;
  }

  stop(): Promise<void> {
    return this.sandbox.stop();
  }

  control(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/sandbox${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    });
  }

  async make(options: Record<string, unknown>): Promise<Made> {
    const response = await this.control('POST', '/businesses', { until: '2026-11-22', ...options });
    if (response.status !== 201) throw new Error(await response.text());
    return (await response.json()) as Made;
  }

  /** A feed call as the portal makes it. */
  feed(made: Pick<Made, 'business' | 'apiKey'>, path: string): Promise<Response> {
    const headers = { authorization: `Bearer ${made.apiKey}` };
    return fetch(`${this.url}/${made.business}/api/v1/${path}`, { headers });
  }

  async business(made: Made): Promise<Business> {
    return (await (await this.feed(made, 'business')).json()) as Business;
  }

  async page(made: Made, after: string | null, limit: number): Promise<Page> {
    const cursor = after === null ? '' : `&after=${after}`;
    return (await (await this.feed(made, `records?limit=${limit}${cursor}`)).json()) as Page;
  }

  /** Every record from a cursor on, and the cursor after the last. */
  async read(made: Made, after: string | null = null, limit = 1000): Promise<Page> {
    const records: TillRecord[] = [];
    for (;;) {
      const page = await this.page(made, after, limit);
      records.push(...page.records);
      if (!page.more) return { ...page, records };
      after = page.next;
    }
  }
}

/** Minor units of a decimal string, exactly and on its own: the code under test has another way of doing it. */
export function cents(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

export function sumOf(texts: string[]): bigint {
  return texts.reduce((sum, text) => sum + cents(text), 0n);
}

/** The records as they stand: newest versions, voided ones left out. */
export function standing(records: TillRecord[]): TillRecord[] {
  const newest = new Map<string, TillRecord>();
  for (const record of records) {
    const key = `${record.outlet}|${record.id}`;
    if ((newest.get(key)?.version ?? 0) < record.version) newest.set(key, record);
  }
  return [...newest.values()].filter((record) => record.status === 'completed');
}

export function ofType<T extends TillRecord['type']>(
  records: TillRecord[],
  type: T,
): Extract<TillRecord, { type: T }>[] {
  return records.filter((record): record is Extract<TillRecord, { type: T }> => record.type === type);
}
