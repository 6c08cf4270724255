-- What is frozen is the content itself. The trigger names the column that goes, so it goes first.
DROP TRIGGER document_frozen ON "document";--> statement-breakpoint
DROP TABLE "document_line" CASCADE;--> statement-breakpoint
ALTER TABLE "document" DROP COLUMN "content_hash";--> statement-breakpoint
CREATE TRIGGER document_frozen AFTER UPDATE OF content, number, key ON "document"
  FOR EACH ROW WHEN (OLD.state IN ('sending', 'unsure', 'posted', 'undone')
    AND (NEW.number IS DISTINCT FROM OLD.number OR NEW.key IS DISTINCT FROM OLD.key OR NEW.content IS DISTINCT FROM OLD.content))
  EXECUTE FUNCTION refuse_thaw();
