import type { Sql } from 'postgres';

/**
 * Whether PostgreSQL may keep statements (“prepared”) for a connection. `where_direct`: where nothing stands between that gives each
 * transaction another connection; `always`: what stands between keeps them itself; `never`.
 */
export const preparedOptions = ['where_direct', 'always', 'never'] as const;
export type Prepared = (typeof preparedOptions)[number];

/** @returns on each call the client that has what it says kept; null: that would not do, or it is not known yet */
export function preparingClient(client: Sql, prepared: Prepared): () => Sql | null {
  const kept = keeping(client);
  let may = prepared === 'where_direct' ? null : prepared === 'always';
  let asking = false;
  const ask = async () => {
    asking = true;
    try {
      may = await isDirect(client);
    } catch {
      // Whoever says something next hears what is wrong with the database; here it is asked again.
    } finally {
      asking = false;
    }
  };
  return () => {
    if (may === null && !asking) void ask();
    return may ? kept : null;
  };
}

/**
 * Whether the server process that answers is the one that greeted us. A pooler that lends connections by the transaction greets by
 * itself, with a number of its own.
 */
async function isDirect(client: Sql): Promise<boolean> {
  const answer = await client.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
  return answer[0]?.pid === answer.state.pid;
}

/**
 * Drizzle hands everything to `unsafe`, which prepares nothing unless told to. The first time a statement is said on a connection it takes
 * two round trips, one to have it read and one to run it; from then on one, without reading it and mostly without planning it anew.
 */
function keeping<Client extends Pick<Sql, 'unsafe'>>(client: Client): Client {
  const within =
    (open: (work: (inner: Client) => unknown) => unknown) => (work: (inner: Client) => unknown) =>
      open((inner) => work(keeping(inner)));
  const { unsafe, begin, savepoint } = client as unknown as Record<string, (...args: never[]) => unknown>;
  const changed = {
    unsafe: (text: string, parameters: never, options: object) =>
      unsafe!(text as never, parameters, { ...options, prepare: true } as never),
    ...(begin && { begin: within(begin as never) }),
    ...(savepoint && { savepoint: within(savepoint as never) }),
  };
  return Object.assign(Object.create(client), changed) as Client;
}
