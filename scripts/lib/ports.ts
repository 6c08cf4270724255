import { createServer } from 'node:net';

const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
let nextPort = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));

/**
 * A port that nobody listens on now, each time another one. It lies below those that systems give to outgoing connections and to whoever
 * asks for any: none of them is to take it before its server is up. Every process walks from a place of its own.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < LAST_PORT - FIRST_PORT; tries++) {
    const port = nextPort;
    nextPort = port === LAST_PORT ? FIRST_PORT : port + 1;
    if (!(await isTaken(port))) return port;
  }
  throw new Error(`No port from ${FIRST_PORT} to ${LAST_PORT} is free.`);
}

/** Whether somebody listens on a port of this machine, on the loopback address or on all of them. */
async function isTaken(port: number): Promise<boolean> {
  const tryOn = (host?: string) =>
    new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
      server.listen(port, host, () => server.close(() => resolve(false)));
    });
  return (await tryOn('127.0.0.1')) || (await tryOn());
}

/** @throws Error that names the port: a stranger's server on it would answer in place of ours */
export async function requireFree(ports: Record<string, number>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isTaken(port)) {
      throw new Error(
        `Port ${port} (${name}) is taken by another program. Choose others with --port N; the ports right above N are used too.`,
      );
    }
  }
}
