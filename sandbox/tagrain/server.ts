import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { controlRoutes, refuse } from './control.ts';
import { Faults } from './faults.ts';
import { feedRoutes } from './feed.ts';
import { Refusal } from './generate/shop.ts';
import { pageRoutes } from './pages.ts';
import { Retailers } from './retailers.ts';

export interface TagrainSandboxOptions {
  /** 0 takes a free port. */
  port: number;
  /** Where the journal is kept; left out, nothing outlives the process. */
  dataDir?: string;
  /** The server's address as others see it. */
  publicUrl?: string;
  /** Where the plug-in's Settings lead. */
  portalUrl?: string;
}

export interface RunningSandbox {
  /** The address as others see it. */
  url: string;
  /** The address on this machine. */
  localUrl: string;
  stop(): Promise<void>;
}

/** Starts the till stand-in on the loopback address. */
export async function startTagrainSandbox(options: TagrainSandboxOptions): Promise<RunningSandbox> {
  const retailers = new Retailers(options.dataDir);
  const faults = new Faults();
  let url = options.publicUrl ?? '';

  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuse(c, error);
    console.error(error);
    return c.json({ error: 'internal' }, 500);
  });
  app.get('/favicon.ico', (c) => c.body(null, 204));
  // Routes that name the sandbox come first: no business may have that name.
  app.route(
    '/',
    controlRoutes(retailers, faults, () => url),
  );
  app.route('/', feedRoutes(retailers, faults));
  app.route(
    '/',
    pageRoutes(retailers, () => url, options.portalUrl ?? 'http://localhost:3000'),
  );

  // So long that nobody is ever busy for longer: whoever takes up a connection that is closed just then gets no answer.
  const server = createServer({ keepAliveTimeout: 600_000 }, getRequestListener(app.fetch));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const localUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  url ||= localUrl;
  return {
    url,
    localUrl,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
