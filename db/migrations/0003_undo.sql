CREATE TABLE "document_undo" (
	"document_id" bigint PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"root_id" bigint NOT NULL,
	"person_id" uuid NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"refusal_text" text,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "document_undo_state" CHECK ("document_undo"."state" in ('planned', 'sending', 'unsure', 'done', 'refused')),
	CONSTRAINT "document_undo_ended" CHECK (("document_undo"."ended_at" is null) = ("document_undo"."state" in ('planned', 'sending', 'unsure'))),
	CONSTRAINT "document_undo_refused_whole" CHECK (("document_undo"."refusal_text" is null) = ("document_undo"."state" <> 'refused'))
);
--> statement-breakpoint
ALTER TABLE "document" DROP CONSTRAINT "document_posted_has_id";--> statement-breakpoint
ALTER TABLE "document_undo" ADD CONSTRAINT "document_undo_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_undo" ADD CONSTRAINT "document_undo_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_undo" ADD CONSTRAINT "document_undo_document" FOREIGN KEY ("document_id","solution_id") REFERENCES "public"."document"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_undo" ADD CONSTRAINT "document_undo_root" FOREIGN KEY ("root_id","solution_id") REFERENCES "public"."document"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_undo_open" ON "document_undo" USING btree ("solution_id") WHERE "document_undo"."state" in ('planned', 'sending', 'unsure');--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_posted_has_id" CHECK ("document"."state" <> 'posted' or "document"."xero_id" is not null or "document"."kind" = 'allocation');
--> statement-breakpoint
-- What is undone stays undone: the row tells who did it and when, for ever.
CREATE FUNCTION refuse_undo_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'document % is undone already', OLD.document_id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER document_undo_final BEFORE UPDATE OR DELETE ON "document_undo"
  FOR EACH ROW WHEN (OLD.state = 'done') EXECUTE FUNCTION refuse_undo_again();
--> statement-breakpoint
-- The ways of document-moves.ts: what never left may be stopped, or undone together with what it hangs on.
CREATE OR REPLACE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = ANY (CASE OLD.state
    WHEN 'planned' THEN ARRAY['sending', 'posted', 'refused', 'stopped', 'undone']
    WHEN 'sending' THEN ARRAY['posted', 'refused', 'unsure', 'stopped', 'planned']
    WHEN 'unsure' THEN ARRAY['posted', 'planned', 'undone', 'stopped', 'refused']
    WHEN 'posted' THEN ARRAY['undone', 'stopped']
    WHEN 'refused' THEN ARRAY['planned', 'stopped', 'undone']
    ELSE ARRAY[]::text[] END) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'document % may not go from % to %', OLD.key, OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
END $$;
