ALTER TABLE "older_debt" ADD COLUMN "debt_of" text DEFAULT 'receipt' NOT NULL;--> statement-breakpoint
ALTER TABLE "older_debt" DROP CONSTRAINT "older_debt_solution_id_outlet_till_id_receipt_id_pk";--> statement-breakpoint
ALTER TABLE "older_debt" ADD CONSTRAINT "older_debt_solution_id_debt_of_outlet_till_id_receipt_id_pk" PRIMARY KEY("solution_id","debt_of","outlet_till_id","receipt_id");--> statement-breakpoint
ALTER TABLE "older_debt" ADD CONSTRAINT "older_debt_of" CHECK ("older_debt"."debt_of" in ('receipt', 'payment'));--> statement-breakpoint
-- As long as a payment of an older debt is in Xero, or may be, that debt is no other invoice: of a receipt that it names, or its own rest.
CREATE OR REPLACE FUNCTION refuse_older_debt_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "document" d WHERE d.solution_id = OLD.solution_id AND d.kind = 'payment'
      AND d.content ->> 'of' LIKE 'xero_invoice:%' AND d.content ->> 'of' = 'xero_invoice:' || OLD.invoice_id
      AND (d.state IN ('sending', 'unsure', 'posted') OR d.state = 'stopped' AND d.xero_id IS NOT NULL)
      AND EXISTS (SELECT 1 FROM "document_source" s JOIN "till_transaction" t ON t.id = s.till_transaction_id
        WHERE s.document_id = d.id AND CASE OLD.debt_of
          WHEN 'receipt' THEN t.content -> 'appliesTo' @>
            jsonb_build_array(jsonb_build_object('outlet', OLD.outlet_till_id, 'id', OLD.receipt_id))
          ELSE t.record_id = OLD.receipt_id
            AND EXISTS (SELECT 1 FROM "outlet" u WHERE u.id = t.outlet_id AND u.till_id = OLD.outlet_till_id) END)) THEN
    RAISE EXCEPTION '% % was paid on invoice %', OLD.debt_of, OLD.receipt_id, OLD.invoice_number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
