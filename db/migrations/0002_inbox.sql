CREATE TABLE "raw_inbox" (
	"raw_record_id" bigint PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL
);
--> statement-breakpoint
DROP INDEX "document_xero_id";--> statement-breakpoint
ALTER TABLE "raw_inbox" ADD CONSTRAINT "raw_inbox_raw_record" FOREIGN KEY ("raw_record_id","solution_id") REFERENCES "public"."raw_record"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_inbox" ADD CONSTRAINT "raw_inbox_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "raw_inbox_waiting" ON "raw_inbox" USING btree ("solution_id","raw_record_id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_xero_id" ON "document" USING btree ("organisation_id","kind","xero_id") WHERE "document"."kind" <> 'contact';