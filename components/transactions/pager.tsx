import { ButtonLink } from '@/components/ui/button';

/** Goes through the list page by page. */
export function Pager({
  newer,
  older,
  newest,
}: {
  newer: string | null;
  older: string | null;
  newest: string | null;
}) {
  if (!newer && !older && !newest) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
      {newest && <ButtonLink href={newest}>Newest</ButtonLink>}
      {newer && <ButtonLink href={newer}>Newer</ButtonLink>}
      {older && <ButtonLink href={older}>Older</ButtonLink>}
    </nav>
  );
}
