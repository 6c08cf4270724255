CREATE TABLE "xero_call_budget" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"under_way" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"ended" timestamp with time zone[] DEFAULT '{}' NOT NULL,
	"serial" bigint DEFAULT 0 NOT NULL,
	"credit" integer DEFAULT 0 NOT NULL,
	"day_remaining" integer,
	"day_told_at" timestamp with time zone,
	"blocked_until" timestamp with time zone,
	"blocked_by" text
);
--> statement-breakpoint
DROP INDEX "solution_due";--> statement-breakpoint
ALTER TABLE "xero_call_budget" ADD CONSTRAINT "xero_call_budget_organisation" FOREIGN KEY ("organisation_id","retailer_id") REFERENCES "public"."xero_organisation"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "solution_leased" ON "solution" USING btree ("retailer_id") WHERE "solution"."lease_until" is not null;--> statement-breakpoint
CREATE INDEX "solution_due" ON "solution" USING btree ("due_at") WHERE "solution"."deactivated_at" is null;--> statement-breakpoint
ALTER TABLE "xero_organisation" DROP COLUMN "minute_remaining";--> statement-breakpoint
ALTER TABLE "xero_organisation" DROP COLUMN "day_remaining";--> statement-breakpoint
ALTER TABLE "xero_organisation" DROP COLUMN "budget_at";--> statement-breakpoint
ALTER TABLE "xero_organisation" DROP COLUMN "blocked_until";