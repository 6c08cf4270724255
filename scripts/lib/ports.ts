import { createServer } from 'node:net';

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
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
