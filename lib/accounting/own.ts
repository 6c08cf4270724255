/** What a record says of its own: codes, ids and reasons are free text, and "constructor" is one like any other. */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
