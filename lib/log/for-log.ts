/** What a log line tells of an error. */
export type LoggedError = {
  name: string;
  /** Left out for the database's errors. */
  message?: string;
  /** SQLSTATE, or the code of a lost connection. */
  code?: string;
  constraint?: string;
  table?: string;
  stack?: string;
  cause?: LoggedError;
};

/** Causes are followed so far; a longer chain is a fault of its own. */
const MAXIMUM_DEPTH = 4;

/**
 * An error as it may stand in a log. The words of the database's errors are left out, in the message and at the head of the
 * stack: they repeat the statement and its parameters, which are customers' names, addresses and receipts. Of other errors
 * message and stack are told, and nothing else: error objects of clients may carry headers with secrets.
 */
export function forLog(error: unknown, depth = 1): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, stack } = error;
  const cause =
    error.cause instanceof Error && depth < MAXIMUM_DEPTH ? forLog(error.cause, depth + 1) : undefined;
  if (!isOfDatabase(error)) return { name, message: error.message, stack, cause };
  return {
    name,
    code: wordOf(error, 'code'),
    constraint: wordOf(error, 'constraint_name'),
    table: wordOf(error, 'table_name'),
    stack: framesOf(error),
    cause,
  };
}

/**
 * Drizzle's error carries the statement and its parameters, the driver's the server's severity; what they wrap is treated as they
 * are wherever it says the same of itself. Told by their shape, so that the log depends on no client.
 */
const isOfDatabase = (error: Error): boolean =>
  ('query' in error && ('params' in error || 'parameters' in error)) ||
  ('severity' in error && 'code' in error) ||
  error.name === 'PostgresError';

function wordOf(error: Error, field: string): string | undefined {
  const value = (error as unknown as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : undefined;
}

/** Where it happened. The message at the head goes as a whole first, since it may hold lines that look like places. */
function framesOf({ stack = '', message }: Error): string | undefined {
  const end = stack.indexOf(message);
  if (end < 0) return undefined;
  const frames = stack
    .slice(end + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return frames.join('\n') || undefined;
}
