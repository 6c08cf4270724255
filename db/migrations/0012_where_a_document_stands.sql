DROP INDEX "document_ready";--> statement-breakpoint
DROP INDEX "document_batch_idx";--> statement-breakpoint
DROP INDEX "document_posted";--> statement-breakpoint
DROP INDEX "document_open";--> statement-breakpoint
DROP INDEX "document_drafts";--> statement-breakpoint
-- Room in the page for the row that a beginning batch writes anew. Before the new column, for which all rows are written once.
ALTER TABLE "document" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "standing" text GENERATED ALWAYS AS (case when state in ('planned', 'sending') then case waiting_for when 0 then 'ready' else 'waiting' end else state end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "send_batch" ADD COLUMN "document_ids" bigint[] NOT NULL DEFAULT '{}';--> statement-breakpoint
-- Of documents that were sent again in another batch only the last one is known.
UPDATE "send_batch" b SET document_ids = d.ids
  FROM (SELECT batch_id, array_agg(id ORDER BY batch_position) AS ids FROM "document" WHERE batch_id IS NOT NULL GROUP BY batch_id) d
  WHERE d.batch_id = b.id;--> statement-breakpoint
ALTER TABLE "send_batch" ALTER COLUMN "document_ids" DROP DEFAULT;--> statement-breakpoint
CREATE INDEX "document_posted" ON "document" USING btree ("solution_id") WHERE "document"."standing" = 'posted';--> statement-breakpoint
CREATE INDEX "document_open" ON "document" USING btree ("solution_id","standing","kind","business_day","id") WHERE "document"."standing" <> 'posted';--> statement-breakpoint
CREATE INDEX "document_drafts" ON "document" USING btree ("solution_id","kind","id") WHERE "document"."standing" = 'posted' and "document"."xero_status" in ('DRAFT', 'SUBMITTED');--> statement-breakpoint
ALTER TABLE "document" DROP COLUMN "batch_position";--> statement-breakpoint
ALTER TABLE "send_batch" DROP COLUMN "document_count";