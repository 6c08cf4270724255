import { CookieJar } from 'tough-cookie';

/** A refusal of the portal, with its sentence. */
export class PortalRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A person's browser as far as scripts need one: cookies, the portal's JSON routes, and redirects. */
export class PortalClient {
  readonly #jar = new CookieJar();

  constructor(readonly portalUrl: string) {}

  /** One request with cookies. Redirects are not followed: where they lead is the answer. */
  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const absolute = new URL(url, this.portalUrl).href;
    const cookie = await this.#jar.getCookieString(absolute);
    const response = await fetch(absolute, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) await this.#jar.setCookie(line, absolute);
    return response;
  }

  async get<T>(path: string): Promise<T> {
    return this.#answer<T>(await this.request(path));
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json', origin: new URL(this.portalUrl).origin };
    return this.#answer<T>(await this.request(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  async #answer<T>(response: Response): Promise<T> {
    const text = await response.text();
    const answer = JSON.parse(text) as { ok: boolean; error?: { code: string; message: string } };
    if (!answer.ok)
      throw new PortalRefusal(response.status, answer.error?.code ?? '', answer.error?.message ?? text);
    return answer as T;
  }

  /** @returns false when the pair is wrong */
  async signIn(email: string, password: string): Promise<boolean> {
    const csrf = (await (await this.request('/api/auth/csrf')).json()) as { csrfToken: string };
    const form = new URLSearchParams({ csrfToken: csrf.csrfToken, email, password, json: 'true' });
    const response = await this.request('/api/auth/callback/credentials', { method: 'POST', body: form });
    const { url } = (await response.json()) as { url?: string };
    return response.ok && !url?.includes('error=');
  }
}
