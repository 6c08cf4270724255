CREATE TABLE "document" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "document_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"number" text NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"outlet_id" bigint,
	"business_day" date NOT NULL,
	"document_date" date NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"mapping_id" bigint,
	"state" text DEFAULT 'planned' NOT NULL,
	"waiting_for" integer DEFAULT 0 NOT NULL,
	"batch_id" bigint,
	"batch_position" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"first_sent_at" timestamp with time zone,
	"last_sent_at" timestamp with time zone,
	"not_before" timestamp with time zone,
	"empty_look_ups" integer DEFAULT 0 NOT NULL,
	"refusal_code" text,
	"refusal_text" text,
	"xero_id" uuid,
	"xero_status" text,
	"warnings" jsonb,
	"posted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_of_solution" UNIQUE("id","solution_id"),
	CONSTRAINT "document_kind" CHECK ("document"."kind" in ('contact', 'account', 'invoice', 'credit_note', 'payment', 'allocation', 'bank_transaction', 'bank_transfer')),
	CONSTRAINT "document_state" CHECK ("document"."state" in ('planned', 'sending', 'unsure', 'posted', 'refused', 'stopped', 'undone')),
	CONSTRAINT "document_posted_has_id" CHECK ("document"."state" not in ('posted', 'undone') or "document"."xero_id" is not null or "document"."kind" = 'allocation'),
	CONSTRAINT "document_sent_in_batch" CHECK ("document"."state" <> 'sending' or "document"."batch_id" is not null),
	CONSTRAINT "document_waits_for_whole" CHECK ("document"."waiting_for" >= 0)
);
--> statement-breakpoint
CREATE TABLE "document_dependency" (
	"document_id" bigint NOT NULL,
	"depends_on_id" bigint NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	CONSTRAINT "document_dependency_document_id_depends_on_id_pk" PRIMARY KEY("document_id","depends_on_id"),
	CONSTRAINT "document_dependency_not_itself" CHECK ("document_dependency"."document_id" <> "document_dependency"."depends_on_id")
);
--> statement-breakpoint
CREATE TABLE "document_line" (
	"document_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"tax_type" text NOT NULL,
	"description" text NOT NULL,
	"gross_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	CONSTRAINT "document_line_document_id_position_pk" PRIMARY KEY("document_id","position")
);
--> statement-breakpoint
CREATE TABLE "document_source" (
	"document_id" bigint NOT NULL,
	"till_transaction_id" bigint NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"role" text NOT NULL,
	"live" boolean DEFAULT true NOT NULL,
	CONSTRAINT "document_source_document_id_till_transaction_id_role_pk" PRIMARY KEY("document_id","till_transaction_id","role")
);
--> statement-breakpoint
CREATE TABLE "send_batch" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "send_batch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"body" "bytea" NOT NULL,
	"body_hash" text NOT NULL,
	"document_count" integer NOT NULL,
	"lease_owner" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	"status_code" integer,
	CONSTRAINT "send_batch_idempotency_key_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "send_batch_of_solution" UNIQUE("id","solution_id"),
	CONSTRAINT "send_batch_kind" CHECK ("send_batch"."kind" in ('contact', 'account', 'invoice', 'credit_note', 'payment', 'allocation', 'bank_transaction', 'bank_transfer')),
	CONSTRAINT "send_batch_ended_whole" CHECK (("send_batch"."ended_at" is null) = ("send_batch"."outcome" is null))
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"person_id" uuid,
	"sync_run_id" bigint,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_run" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sync_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"trigger" text NOT NULL,
	"lease_owner" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"step" text DEFAULT 'claim' NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"outcome" text,
	"message" text,
	CONSTRAINT "sync_run_of_solution" UNIQUE("id","solution_id"),
	CONSTRAINT "sync_run_trigger" CHECK ("sync_run"."trigger" in ('cron', 'person'))
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"retailer_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text DEFAULT 'owner' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "membership_retailer_id_person_id_pk" PRIMARY KEY("retailer_id","person_id"),
	CONSTRAINT "membership_role" CHECK ("membership"."role" in ('owner', 'accountant'))
);
--> statement-breakpoint
CREATE TABLE "password_reset" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_email_form" CHECK ("person"."email" like '%_@_%' and length("person"."email") <= 254)
);
--> statement-breakpoint
CREATE TABLE "posting_policy" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "posting_policy_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"outlet_id" bigint,
	"valid_from" date NOT NULL,
	"way" text NOT NULL,
	"status" text NOT NULL,
	"number_prefix" text DEFAULT '' NOT NULL,
	"due_days" integer DEFAULT 0 NOT NULL,
	"line_detail" text DEFAULT 'line' NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "posting_policy_day" UNIQUE NULLS NOT DISTINCT("solution_id","outlet_id","valid_from"),
	CONSTRAINT "posting_policy_prefix_form" CHECK ("posting_policy"."number_prefix" ~ '^[A-Z0-9]{0,8}$'),
	CONSTRAINT "posting_policy_due_days" CHECK ("posting_policy"."due_days" between 0 and 365),
	CONSTRAINT "posting_policy_line_detail" CHECK ("posting_policy"."line_detail" in ('line', 'product', 'category', 'account')),
	CONSTRAINT "posting_policy_way" CHECK ("posting_policy"."way" in ('each_sale', 'summary_per_shift', 'summary_per_day')),
	CONSTRAINT "posting_policy_status" CHECK ("posting_policy"."status" in ('AUTHORISED', 'DRAFT'))
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "retailer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"business" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "retailer_business_form" CHECK ("retailer"."business" ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$')
);
--> statement-breakpoint
CREATE TABLE "mapping" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mapping_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"valid_from" date NOT NULL,
	"body" jsonb NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "solution" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"retailer_id" uuid NOT NULL,
	"short_id" text NOT NULL,
	"kind" text DEFAULT 'tagrain-xero' NOT NULL,
	"feed_key_cipher" text,
	"feed_business" jsonb,
	"feed_business_at" timestamp with time zone,
	"feed_cursor" text,
	"start_date" date,
	"started_at" timestamp with time zone,
	"deactivated_at" timestamp with time zone,
	"attention_code" text,
	"attention_text" text,
	"attention_at" timestamp with time zone,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"failures_in_a_row" integer DEFAULT 0 NOT NULL,
	"last_sync_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "solution_short_id_unique" UNIQUE("short_id"),
	CONSTRAINT "solution_of_retailer" UNIQUE("id","retailer_id"),
	CONSTRAINT "solution_short_id_form" CHECK ("solution"."short_id" ~ '^[A-Z0-9]{6}$'),
	CONSTRAINT "solution_started_with_date" CHECK (("solution"."start_date" is null) = ("solution"."started_at" is null)),
	CONSTRAINT "solution_lease_whole" CHECK (("solution"."lease_owner" is null) = ("solution"."lease_until" is null))
);
--> statement-breakpoint
CREATE TABLE "suspected_duplicate" (
	"till_transaction_id" bigint PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"other_id" bigint,
	"decision" text,
	"person_id" uuid,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suspected_duplicate_decision" CHECK ("suspected_duplicate"."decision" in ('another_sale', 'same')),
	CONSTRAINT "suspected_duplicate_decided_whole" CHECK (("suspected_duplicate"."decision" is null) = ("suspected_duplicate"."decided_at" is null) and ("suspected_duplicate"."decision" is null) = ("suspected_duplicate"."person_id" is null)),
	CONSTRAINT "suspected_duplicate_not_itself" CHECK ("suspected_duplicate"."till_transaction_id" <> "suspected_duplicate"."other_id"),
	CONSTRAINT "suspected_duplicate_same_as_one" CHECK ("suspected_duplicate"."decision" <> 'same' or "suspected_duplicate"."other_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "import_file" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "import_file_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"columns" jsonb NOT NULL,
	"records_new" integer NOT NULL,
	"records_known" integer NOT NULL,
	"rows_refused" integer NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "import_file_of_solution" UNIQUE("id","solution_id")
);
--> statement-breakpoint
CREATE TABLE "outlet" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outlet_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"till_id" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"day_cutoff" text DEFAULT '00:00' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outlet_of_solution" UNIQUE("id","solution_id"),
	CONSTRAINT "outlet_cutoff_form" CHECK ("outlet"."day_cutoff" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')
);
--> statement-breakpoint
CREATE TABLE "raw_inbox" (
	"raw_record_id" bigint PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "raw_record" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "raw_record_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"source" text NOT NULL,
	"import_file_id" bigint,
	"outlet_till_id" text NOT NULL,
	"record_id" text NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"body_hash" text NOT NULL,
	"conflict" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "raw_record_of_solution" UNIQUE("id","solution_id"),
	CONSTRAINT "raw_record_source" CHECK ("raw_record"."source" in ('pull', 'push', 'file')),
	CONSTRAINT "raw_record_version_counts" CHECK ("raw_record"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "register" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "register_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"outlet_id" bigint NOT NULL,
	"till_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "register_of_solution" UNIQUE("id","solution_id")
);
--> statement-breakpoint
CREATE TABLE "till_transaction" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "till_transaction_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"raw_record_id" bigint NOT NULL,
	"outlet_id" bigint,
	"register_id" bigint,
	"kind" text NOT NULL,
	"record_id" text NOT NULL,
	"version" integer NOT NULL,
	"shift_till_id" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"business_day" date NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"voided" boolean DEFAULT false NOT NULL,
	"content" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"refusal_code" text,
	"refusal_text" text,
	"mapping_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "till_transaction_of_solution" UNIQUE("id","solution_id"),
	CONSTRAINT "till_transaction_kind" CHECK ("till_transaction"."kind" in ('sale', 'sale_refund', 'payment', 'cash_in', 'cash_out', 'floating_expense', 'till_variance', 'shift', 'unknown')),
	CONSTRAINT "till_transaction_state" CHECK ("till_transaction"."state" in ('pending', 'planned', 'held', 'not_posted', 'superseded', 'duplicate')),
	CONSTRAINT "till_transaction_refusal" CHECK (("till_transaction"."state" = 'held') = ("till_transaction"."refusal_code" is not null)),
	CONSTRAINT "till_transaction_currency_form" CHECK ("till_transaction"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "oauth_state" (
	"state_hash" text PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"browser_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "xero_app" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"client_secret_cipher" text NOT NULL,
	"tested_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "xero_app_of_retailer" UNIQUE("id","retailer_id")
);
--> statement-breakpoint
CREATE TABLE "xero_connection" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"retailer_id" uuid NOT NULL,
	"solution_id" uuid NOT NULL,
	"app_id" uuid,
	"organisation_id" uuid,
	"tenant_id" uuid,
	"xero_connection_id" uuid,
	"state" text NOT NULL,
	"offered" jsonb,
	"tokens_cipher" text NOT NULL,
	"access_expires_at" timestamp with time zone NOT NULL,
	"token_version" integer DEFAULT 1 NOT NULL,
	"refresh_lease_until" timestamp with time zone,
	"granted_by" uuid,
	"ended_at" timestamp with time zone,
	"ended_why" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "xero_connection_state" CHECK ("xero_connection"."state" in ('choosing', 'live', 'reconnect', 'ended')),
	CONSTRAINT "xero_connection_chosen" CHECK ("xero_connection"."state" not in ('live', 'reconnect') or ("xero_connection"."organisation_id" is not null and "xero_connection"."tenant_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "xero_organisation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"retailer_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"short_code" text,
	"country_code" text,
	"base_currency" text,
	"time_zone" text,
	"pays_tax" boolean,
	"organisation_class" text,
	"period_lock_date" date,
	"end_of_year_lock_date" date,
	"chart" jsonb,
	"chart_at" timestamp with time zone,
	"minute_remaining" integer,
	"day_remaining" integer,
	"budget_at" timestamp with time zone,
	"blocked_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "xero_organisation_of_retailer" UNIQUE("id","retailer_id")
);
--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_mapping_id_mapping_id_fk" FOREIGN KEY ("mapping_id") REFERENCES "public"."mapping"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_organisation" FOREIGN KEY ("organisation_id","retailer_id") REFERENCES "public"."xero_organisation"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_outlet" FOREIGN KEY ("outlet_id","solution_id") REFERENCES "public"."outlet"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_batch" FOREIGN KEY ("batch_id","solution_id") REFERENCES "public"."send_batch"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_dependency" ADD CONSTRAINT "document_dependency_document" FOREIGN KEY ("document_id","solution_id") REFERENCES "public"."document"("id","solution_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_dependency" ADD CONSTRAINT "document_dependency_on" FOREIGN KEY ("depends_on_id","solution_id") REFERENCES "public"."document"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_dependency" ADD CONSTRAINT "document_dependency_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_line" ADD CONSTRAINT "document_line_document" FOREIGN KEY ("document_id","solution_id") REFERENCES "public"."document"("id","solution_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_line" ADD CONSTRAINT "document_line_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_source" ADD CONSTRAINT "document_source_document" FOREIGN KEY ("document_id","solution_id") REFERENCES "public"."document"("id","solution_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_source" ADD CONSTRAINT "document_source_till_transaction" FOREIGN KEY ("till_transaction_id","solution_id") REFERENCES "public"."till_transaction"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_source" ADD CONSTRAINT "document_source_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "send_batch" ADD CONSTRAINT "send_batch_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "send_batch" ADD CONSTRAINT "send_batch_organisation" FOREIGN KEY ("organisation_id","retailer_id") REFERENCES "public"."xero_organisation"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_sync_run" FOREIGN KEY ("sync_run_id","solution_id") REFERENCES "public"."sync_run"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_retailer_id_retailer_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posting_policy" ADD CONSTRAINT "posting_policy_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posting_policy" ADD CONSTRAINT "posting_policy_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posting_policy" ADD CONSTRAINT "posting_policy_outlet" FOREIGN KEY ("outlet_id","solution_id") REFERENCES "public"."outlet"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping" ADD CONSTRAINT "mapping_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping" ADD CONSTRAINT "mapping_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "solution" ADD CONSTRAINT "solution_retailer_id_retailer_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspected_duplicate" ADD CONSTRAINT "suspected_duplicate_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspected_duplicate" ADD CONSTRAINT "suspected_duplicate_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspected_duplicate" ADD CONSTRAINT "suspected_duplicate_till_transaction" FOREIGN KEY ("till_transaction_id","solution_id") REFERENCES "public"."till_transaction"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspected_duplicate" ADD CONSTRAINT "suspected_duplicate_other_one" FOREIGN KEY ("other_id","solution_id") REFERENCES "public"."till_transaction"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outlet" ADD CONSTRAINT "outlet_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_inbox" ADD CONSTRAINT "raw_inbox_raw_record" FOREIGN KEY ("raw_record_id","solution_id") REFERENCES "public"."raw_record"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_inbox" ADD CONSTRAINT "raw_inbox_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_record" ADD CONSTRAINT "raw_record_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_record" ADD CONSTRAINT "raw_record_import_file" FOREIGN KEY ("import_file_id","solution_id") REFERENCES "public"."import_file"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register" ADD CONSTRAINT "register_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register" ADD CONSTRAINT "register_outlet" FOREIGN KEY ("outlet_id","solution_id") REFERENCES "public"."outlet"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_transaction" ADD CONSTRAINT "till_transaction_mapping_id_mapping_id_fk" FOREIGN KEY ("mapping_id") REFERENCES "public"."mapping"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_transaction" ADD CONSTRAINT "till_transaction_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_transaction" ADD CONSTRAINT "till_transaction_raw_record" FOREIGN KEY ("raw_record_id","solution_id") REFERENCES "public"."raw_record"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_transaction" ADD CONSTRAINT "till_transaction_outlet" FOREIGN KEY ("outlet_id","solution_id") REFERENCES "public"."outlet"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_transaction" ADD CONSTRAINT "till_transaction_register" FOREIGN KEY ("register_id","solution_id") REFERENCES "public"."register"("id","solution_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_state" ADD CONSTRAINT "oauth_state_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_state" ADD CONSTRAINT "oauth_state_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xero_app" ADD CONSTRAINT "xero_app_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xero_connection" ADD CONSTRAINT "xero_connection_granted_by_person_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xero_connection" ADD CONSTRAINT "xero_connection_solution" FOREIGN KEY ("solution_id","retailer_id") REFERENCES "public"."solution"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xero_connection" ADD CONSTRAINT "xero_connection_organisation" FOREIGN KEY ("organisation_id","retailer_id") REFERENCES "public"."xero_organisation"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xero_connection" ADD CONSTRAINT "xero_connection_app" FOREIGN KEY ("app_id","retailer_id") REFERENCES "public"."xero_app"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "xero_organisation" ADD CONSTRAINT "xero_organisation_retailer_id_retailer_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "document_key" ON "document" USING btree ("solution_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "document_number" ON "document" USING btree ("organisation_id","kind","number");--> statement-breakpoint
CREATE UNIQUE INDEX "document_xero_id" ON "document" USING btree ("organisation_id","kind","xero_id") WHERE "document"."kind" <> 'contact';--> statement-breakpoint
CREATE INDEX "document_ready" ON "document" USING btree ("solution_id","kind","business_day","id") WHERE "document"."state" = 'planned' and "document"."waiting_for" = 0;--> statement-breakpoint
CREATE INDEX "document_posted" ON "document" USING btree ("solution_id") WHERE "document"."state" = 'posted';--> statement-breakpoint
CREATE INDEX "document_open" ON "document" USING btree ("solution_id","state") WHERE "document"."state" <> 'posted';--> statement-breakpoint
CREATE INDEX "document_drafts" ON "document" USING btree ("solution_id","kind","id") WHERE "document"."state" = 'posted' and "document"."xero_status" in ('DRAFT', 'SUBMITTED');--> statement-breakpoint
CREATE INDEX "document_batch_idx" ON "document" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "document_dependency_reverse" ON "document_dependency" USING btree ("depends_on_id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_source_once" ON "document_source" USING btree ("till_transaction_id","role") WHERE "document_source"."live";--> statement-breakpoint
CREATE INDEX "send_batch_open" ON "send_batch" USING btree ("solution_id") WHERE "send_batch"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "event_newest" ON "event" USING btree ("solution_id","id");--> statement-breakpoint
CREATE INDEX "sync_run_newest" ON "sync_run" USING btree ("solution_id","id");--> statement-breakpoint
CREATE INDEX "membership_person" ON "membership" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "password_reset_person" ON "password_reset" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_email" ON "person" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "mapping_newest" ON "mapping" USING btree ("solution_id","valid_from","id");--> statement-breakpoint
CREATE INDEX "solution_due" ON "solution" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "solution_retailer" ON "solution" USING btree ("retailer_id");--> statement-breakpoint
CREATE INDEX "suspected_duplicate_other" ON "suspected_duplicate" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "suspected_duplicate_open" ON "suspected_duplicate" USING btree ("solution_id") WHERE "suspected_duplicate"."decision" is null;--> statement-breakpoint
CREATE INDEX "import_file_solution_idx" ON "import_file" USING btree ("solution_id");--> statement-breakpoint
CREATE UNIQUE INDEX "outlet_till_id" ON "outlet" USING btree ("solution_id","till_id");--> statement-breakpoint
CREATE INDEX "raw_inbox_waiting" ON "raw_inbox" USING btree ("solution_id","raw_record_id");--> statement-breakpoint
CREATE UNIQUE INDEX "raw_record_identity" ON "raw_record" USING btree ("solution_id","outlet_till_id","record_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "register_till_id" ON "register" USING btree ("outlet_id","till_id");--> statement-breakpoint
CREATE UNIQUE INDEX "till_transaction_identity" ON "till_transaction" USING btree ("raw_record_id","kind");--> statement-breakpoint
CREATE INDEX "till_transaction_pages" ON "till_transaction" USING btree ("solution_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "till_transaction_waiting" ON "till_transaction" USING btree ("solution_id","business_day","id") WHERE "till_transaction"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "till_transaction_held" ON "till_transaction" USING btree ("solution_id","id") WHERE "till_transaction"."state" = 'held';--> statement-breakpoint
CREATE INDEX "till_transaction_record" ON "till_transaction" USING btree ("solution_id","outlet_id","record_id","version");--> statement-breakpoint
CREATE INDEX "till_transaction_alike" ON "till_transaction" USING btree ("solution_id","outlet_id","total_minor","occurred_at") WHERE "till_transaction"."kind" in ('sale', 'sale_refund');--> statement-breakpoint
CREATE INDEX "till_transaction_shift" ON "till_transaction" USING btree ("solution_id","shift_till_id");--> statement-breakpoint
CREATE INDEX "till_transaction_shifts" ON "till_transaction" USING btree ("solution_id","register_id","occurred_at") WHERE "till_transaction"."kind" = 'shift';--> statement-breakpoint
CREATE INDEX "oauth_state_expiry" ON "oauth_state" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "xero_app_one" ON "xero_app" USING btree ("solution_id");--> statement-breakpoint
CREATE UNIQUE INDEX "xero_connection_one_per_solution" ON "xero_connection" USING btree ("solution_id") WHERE "xero_connection"."state" in ('live', 'reconnect');--> statement-breakpoint
CREATE UNIQUE INDEX "xero_connection_one_per_tenant" ON "xero_connection" USING btree ("tenant_id") WHERE "xero_connection"."state" in ('live', 'reconnect');--> statement-breakpoint
CREATE INDEX "xero_connection_organisation_idx" ON "xero_connection" USING btree ("organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "xero_organisation_tenant" ON "xero_organisation" USING btree ("retailer_id","tenant_id");