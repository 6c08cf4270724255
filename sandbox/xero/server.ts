import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Store } from './books/store.ts';
import { Clock } from './clock.ts';
import { CallLog } from './http/call-log.ts';
import { Faults } from './http/faults.ts';
import { Idempotency } from './http/idempotency.ts';
import { Limits } from './http/limits.ts';
import { listener } from './http/serve.ts';
import { Authorize } from './identity/authorize.ts';
import { Connect } from './identity/connect.ts';
import { Register } from './identity/register.ts';
import { Tokens } from './identity/tokens.ts';
import { applySettings, defaultSettings, type Settings } from './settings.ts';
import { DEMO_USER } from './web/sign-in.ts';
import type { World } from './world.ts';

export interface SandboxOptions {
  /** 0 takes a free port. */
  port: number;
  /** Where the books are kept; without it they are lost at the end. */
  dataDir?: string;
  /** The address that others know it by; default http://localhost:port. */
  publicUrl?: string;
  settings?: Partial<Settings>;
  /** Every exchange of the accounting API is appended here as a JSON line. */
  recordFile?: string;
}

export interface Sandbox {
  url: string;
  stop(): Promise<void>;
}

/** Starts a stand-in for Xero on the loopback address. */
export async function startXeroSandbox(options: SandboxOptions): Promise<Sandbox> {
  const settings: Settings = structuredClone(defaultSettings);
  applySettings(settings, { ...options.settings });
  let url = '';
  const world = build(settings, options.dataDir ?? null, () => options.publicUrl?.replace(/\/$/, '') ?? url);
  const handle = listener(world, options.recordFile ?? null);
  // So long that nobody is ever busy for longer: whoever takes up a connection that is closed just then gets no answer.
  const { port, servers } = await listen(options.port, () =>
    createServer({ keepAliveTimeout: 600_000 }, handle),
  );
  url = `http://localhost:${port}`;
  return {
    url,
    stop: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
      world.store.close();
    },
  };
}

function build(settings: Settings, dataDir: string | null, publicUrl: () => string): World {
  const store = new Store();
  let offsetMs = 0;
  // The journal may hold an offset of the clock, so the clock is final only after the replay.
  const waiting: [string, unknown][] = [];
  if (dataDir !== null) {
    store.open(dataDir, (kind, record) => {
      if (kind === 'clock') offsetMs = record as number;
      else waiting.push([kind, record]);
    });
  }
  const clock = new Clock(settings.clockRate, offsetMs);
  const register = new Register(store, clock, settings);
  for (const [kind, record] of waiting) register.replay(kind, record);
  if (!waiting.some(([kind]) => kind === 'signingKey')) register.keepSigningKey();
  const tokens = new Tokens(register, clock, settings, publicUrl);
  const world: World = {
    settings,
    clock,
    store,
    register,
    tokens,
    authorize: new Authorize(register, store, clock),
    connect: new Connect(register, store, tokens, clock, settings),
    limits: new Limits(clock, settings),
    idempotency: new Idempotency(clock, settings),
    faults: new Faults(),
    calls: new CallLog(),
    publicUrl,
  };
  register.user(DEMO_USER.email);
  store.flush();
  return world;
}

// "localhost" means 127.0.0.1 to one client and ::1 to the next: both are served, where the machine has both.
async function listen(port: number, create: () => Server): Promise<{ port: number; servers: Server[] }> {
  const first = create();
  await listening(first, port, '127.0.0.1');
  const taken = (first.address() as AddressInfo).port;
  const second = create();
  try {
    await listening(second, taken, '::1');
    return { port: taken, servers: [first, second] };
  } catch {
    return { port: taken, servers: [first] };
  }
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
