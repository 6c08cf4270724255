-- Events and raw records are the memory of what happened: nothing in the portal may rewrite them.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON "event"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A raw record keeps what came; only the note of a conflicting repeat may be added to it, once.
CREATE FUNCTION refuse_raw_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.conflict IS NULL
     AND (to_jsonb(NEW) - 'conflict') = (to_jsonb(OLD) - 'conflict') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'raw_record keeps what came' USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER raw_record_kept BEFORE UPDATE OR DELETE ON "raw_record"
  FOR EACH ROW EXECUTE FUNCTION refuse_raw_change();
--> statement-breakpoint
-- A document's content freezes at the first sending.
CREATE FUNCTION refuse_thaw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'document % was sent: its content is frozen', OLD.key USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER document_frozen BEFORE UPDATE ON "document"
  FOR EACH ROW WHEN (OLD.state IN ('sending', 'unsure', 'posted', 'undone')
    AND (NEW.content_hash IS DISTINCT FROM OLD.content_hash OR NEW.number IS DISTINCT FROM OLD.number
      OR NEW.key IS DISTINCT FROM OLD.key OR NEW.content IS DISTINCT FROM OLD.content))
  EXECUTE FUNCTION refuse_thaw();
--> statement-breakpoint
-- A document's life goes only the ways of document-moves.ts.
CREATE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = ANY (CASE OLD.state
    WHEN 'planned' THEN ARRAY['sending', 'posted', 'refused']
    WHEN 'sending' THEN ARRAY['posted', 'refused', 'unsure', 'stopped', 'planned']
    WHEN 'unsure' THEN ARRAY['posted', 'planned', 'undone', 'stopped', 'refused']
    WHEN 'posted' THEN ARRAY['undone', 'stopped']
    WHEN 'refused' THEN ARRAY['planned']
    ELSE ARRAY[]::text[] END) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'document % may not go from % to %', OLD.key, OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER document_moves BEFORE UPDATE OF state ON "document"
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_move();
