/** What was called, for tests that prove how few calls something takes. */
export interface LoggedCall {
  at: string;
  method: string;
  path: string;
  status: number;
  clientId: string | null;
  organisationId: string | null;
  faults: string[];
}

interface EndpointCount {
  calls: number;
  status: Record<string, number>;
}

const KEPT = 1000;

export class CallLog {
  private total = 0;
  private refused429 = 0;
  private byEndpoint = new Map<string, EndpointCount>();
  private last: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.total += 1;
    if (call.status === 429) this.refused429 += 1;
    const key = `${call.method} ${endpointOf(call.path)}`;
    const count = this.byEndpoint.get(key) ?? { calls: 0, status: {} };
    count.calls += 1;
    count.status[call.status] = (count.status[call.status] ?? 0) + 1;
    this.byEndpoint.set(key, count);
    this.last.push(call);
    if (this.last.length > 2 * KEPT) this.last = this.last.slice(-KEPT);
  }

  report(last: number): Record<string, unknown> {
    return {
      total: this.total,
      refused429: this.refused429,
      byEndpoint: Object.fromEntries(this.byEndpoint),
      last: this.last.slice(-Math.min(last, KEPT)),
    };
  }

  clear(): void {
    this.total = 0;
    this.refused429 = 0;
    this.byEndpoint = new Map();
    this.last = [];
  }
}

/** "/Invoices" for every address below it: counts shall not grow with the number of documents. */
function endpointOf(path: string): string {
  if (!path.toLowerCase().startsWith('/api.xro/2.0/'))
    return path.replace(/^\/connections\/.+$/i, '/connections/{id}');
  const [name = '', id, sub] = path.slice('/api.xro/2.0/'.length).split('/');
  if (name.toLowerCase() === 'reports') return `/${name}/${id ?? ''}`;
  return `/${name}${id === undefined || id === '' ? '' : '/{id}'}${sub === undefined ? '' : `/${sub}`}`;
}
