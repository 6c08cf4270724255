import postgres from 'postgres';

const TIMEOUT_SECONDS = 5;

/** Whether the database that DATABASE_URL names can be used: null, or a sentence that says what to do. No password is in it. */
export async function whyNotUsable(databaseUrl: string): Promise<string | null> {
  const address = parsed(databaseUrl);
  if (!address)
    return 'DATABASE_URL is no address of a PostgreSQL database: postgres://user:password@host:5432/database.';
  let sql: ReturnType<typeof postgres> | undefined;
  try {
    sql = postgres(databaseUrl, { max: 1, connect_timeout: TIMEOUT_SECONDS, onnotice: () => {} });
    await sql`select 1`;
    return null;
  } catch (error) {
    return sentenceOf(error, address);
  } finally {
    await sql?.end({ timeout: 0 });
  }
}

function parsed(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname ? url : null;
}

function sentenceOf(error: unknown, { hostname, port, pathname, username }: URL): string {
  const { code, message } = error as { code?: string; message?: string };
  const where = `${hostname}:${port || 5432}`;
  const named = 'The database of DATABASE_URL cannot be used:';
  switch (code) {
    case 'ECONNREFUSED':
      return `${named} nothing listens on ${where}. Start PostgreSQL there, or correct the host and the port.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${named} there is no host called ${hostname}. Correct the host.`;
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${named} ${where} cannot be reached. Correct the host and the port, or look at the network and its firewall.`;
    case '28P01':
    case '28000':
      return `${named} ${where} does not let “${decodeURIComponent(username)}” in. Correct the user and the password.`;
    case '3D000':
      return `${named} there is no database “${decodeURIComponent(pathname.slice(1))}” on ${where}. Create it, or correct the name.`;
    default:
      return `${named} ${where} answered: ${message ?? String(error)}`;
  }
}
