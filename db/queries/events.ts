import type { Db } from '../client.ts';
import { event } from '../schema/index.ts';
import type { Scope } from './scope.ts';

export type NewEvent = Scope & {
  kind: string;
  /** One sentence for a person. Never a secret. */
  text: string;
  data?: Record<string, unknown>;
  personId?: string;
  syncRunId?: number;
};

/** Writes down what happened, for ever. Give it the transaction in which it happens. @returns its number */
export async function appendEvent(db: Db, happened: NewEvent): Promise<{ eventId: number }> {
  const [row] = await db.insert(event).values(happened).returning({ eventId: event.id });
  return row!;
}
