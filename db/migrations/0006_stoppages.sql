CREATE TABLE "stoppage" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "stoppage_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"code" text NOT NULL,
	"text" text NOT NULL,
	"documents" integer,
	"began_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "stoppage_of_solution" UNIQUE("id","solution_id")
);
--> statement-breakpoint
CREATE TABLE "stoppage_mail" (
	"stoppage_id" bigint NOT NULL,
	"person_id" uuid NOT NULL,
	"about" text NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"claimed_until" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "stoppage_mail_stoppage_id_about_person_id_pk" PRIMARY KEY("stoppage_id","about","person_id"),
	CONSTRAINT "stoppage_mail_about" CHECK ("stoppage_mail"."about" in ('began', 'ended'))
);
--> statement-breakpoint
ALTER TABLE "stoppage" ADD CONSTRAINT "stoppage_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stoppage_mail" ADD CONSTRAINT "stoppage_mail_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stoppage_mail" ADD CONSTRAINT "stoppage_mail_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stoppage_mail" ADD CONSTRAINT "stoppage_mail_stoppage" FOREIGN KEY ("stoppage_id","solution_id") REFERENCES "public"."stoppage"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "stoppage_open_once" ON "stoppage" USING btree ("solution_id","code") WHERE "stoppage"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "stoppage_ended" ON "stoppage" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "stoppage_mail_unsent" ON "stoppage_mail" USING btree ("claimed_until") WHERE "stoppage_mail"."sent_at" is null;