CREATE TABLE "older_debt" (
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"outlet_till_id" text NOT NULL,
	"receipt_id" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"invoice_number" text NOT NULL,
	"contact_name" text NOT NULL,
	"due_minor" bigint NOT NULL,
	"person_id" uuid NOT NULL,
	"chosen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "older_debt_solution_id_outlet_till_id_receipt_id_pk" PRIMARY KEY("solution_id","outlet_till_id","receipt_id"),
	CONSTRAINT "older_debt_was_due" CHECK ("older_debt"."due_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "older_debt" ADD CONSTRAINT "older_debt_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "older_debt" ADD CONSTRAINT "older_debt_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "older_debt" ADD CONSTRAINT "older_debt_organisation" FOREIGN KEY ("organisation_id","retailer_id") REFERENCES "public"."xero_organisation"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_older_debts" ON "document" USING btree ("solution_id",("content" ->> 'of')) WHERE "document"."kind" = 'payment' and "document"."content" ->> 'of' like 'xero_invoice:%';
--> statement-breakpoint
-- As long as a payment of an older debt is in Xero, or may be, that debt is no other invoice.
CREATE FUNCTION refuse_older_debt_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "document" d WHERE d.solution_id = OLD.solution_id AND d.kind = 'payment'
      AND d.content ->> 'of' LIKE 'xero_invoice:%' AND d.content ->> 'of' = 'xero_invoice:' || OLD.invoice_id
      AND (d.state IN ('sending', 'unsure', 'posted') OR d.state = 'stopped' AND d.xero_id IS NOT NULL)
      AND EXISTS (SELECT 1 FROM "document_source" s JOIN "till_transaction" t ON t.id = s.till_transaction_id
        WHERE s.document_id = d.id AND t.content -> 'appliesTo' @>
          jsonb_build_array(jsonb_build_object('outlet', OLD.outlet_till_id, 'id', OLD.receipt_id)))) THEN
    RAISE EXCEPTION 'receipt % was paid on invoice %', OLD.receipt_id, OLD.invoice_number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER older_debt_sent AFTER UPDATE OF invoice_id ON "older_debt"
  FOR EACH ROW WHEN (NEW.invoice_id <> OLD.invoice_id) EXECUTE FUNCTION refuse_older_debt_sent();
--> statement-breakpoint
CREATE TRIGGER older_debt_kept AFTER DELETE ON "older_debt"
  FOR EACH ROW EXECUTE FUNCTION refuse_older_debt_sent();
