import { connect, createServer, type Socket } from 'node:net';

/**
 * Stands between a process and PostgreSQL and counts round trips: how often the process says something after the server has answered.
 * Counted on the wire, so that what a driver asks by itself counts too.
 */
export async function countRoundTrips(databaseUrl: string): Promise<{ url: string; stop(): number }> {
  const url = new URL(databaseUrl);
  const [host, port] = [url.hostname, Number(url.port)];
  const open = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    let answered = true;
    client.on('data', (bytes) => {
      if (answered) count++;
      answered = false;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      answered = true;
      client.write(bytes);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  url.port = String(address.port);
  return {
    url: url.href,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
      return count;
    },
  };
}
