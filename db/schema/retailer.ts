import { sql } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, holds } from './columns.ts';

/** A business that uses the portal. Everything else belongs to one. */
export const retailer = pgTable(
  'retailer',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** As he writes it. */
    name: text('name').notNull(),
    /** The first label of his Tagrain address, `https://<business>.tagrain.net`. Not unique: the feed's key proves ownership. */
    business: text('business').notNull(),
    createdAt: createdAt(),
  },
  (t) => [holds('retailer_business_form', sql`${t.business} ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'`)],
);
