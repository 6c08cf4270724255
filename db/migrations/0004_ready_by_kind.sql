ALTER TABLE "till_transaction" DROP CONSTRAINT "till_transaction_state";--> statement-breakpoint
DROP INDEX "document_ready";--> statement-breakpoint
CREATE INDEX "document_ready" ON "document" USING btree ("solution_id","kind","business_day","id") WHERE "document"."state" = 'planned' and "document"."waiting_for" = 0;--> statement-breakpoint
ALTER TABLE "document" DROP COLUMN "rank";--> statement-breakpoint
ALTER TABLE "till_transaction" ADD CONSTRAINT "till_transaction_state" CHECK ("till_transaction"."state" in ('pending', 'planned', 'held', 'not_posted', 'superseded'));