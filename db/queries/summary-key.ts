import { sql } from 'drizzle-orm';

/** The form of a summary document's key, as `lib/accounting/summary-name.ts` makes it: no single record's key ever has it. */
export const summaryKeyForm = sql`'^[a-z_]+:@'`;
