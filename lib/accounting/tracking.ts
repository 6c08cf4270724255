import type { LineTracking } from './document.ts';
import { trackingField } from './field-values.ts';
import type { OrganisationFacts } from './organisation.ts';
import type { PlanningContext } from './plan.ts';
import type { Refusal } from './refusal.ts';

/** How many categories a line may bear: Xero's limit, as it is for how many may be active at once (XERO.md "Writing"). */
export const CATEGORIES_ON_A_LINE = 2;

/** Why Xero would not take an option on a line; null: it does. */
export function trackingProblem(
  categoryId: string,
  optionId: string,
  { tracking }: Pick<OrganisationFacts, 'tracking'>,
): string | null {
  const category = tracking.get(categoryId);
  if (!category) return 'The tracking category chosen before is no longer in Xero. Choose nothing for it.';
  if (!category.active) {
    return `Tracking category “${category.name}” is archived in Xero. Choose nothing for it, or restore it in Xero and refresh.`;
  }
  const option = category.options.get(optionId);
  if (!option)
    return `The option chosen before is no longer in Xero under “${category.name}”. Choose another.`;
  return option.active
    ? null
    : `“${option.name}” is archived in Xero under “${category.name}”. Choose another, or restore it in Xero and refresh.`;
}

/**
 * What every line of a record bears, as chosen for its register: to be spread over the line. An option that Xero would not take is
 * refused, never left out.
 */
export function trackedAt(
  { mapping, organisation }: Pick<PlanningContext, 'mapping' | 'organisation'>,
  refusals: Refusal[],
): { tracking?: LineTracking[] } {
  const categoryIds = Object.keys(mapping.tracking);
  if (categoryIds.length === 0) return untracked;
  const tracking: LineTracking[] = [];
  for (const categoryId of categoryIds.sort()) {
    const optionId = mapping.tracking[categoryId]!;
    const text = trackingProblem(categoryId, optionId, organisation);
    if (text) refusals.push({ code: 'tracking_unusable', text, field: trackingField(categoryId) });
    tracking.push({ categoryId, optionId });
  }
  return { tracking };
}

const untracked: { tracking?: LineTracking[] } = {};

/** How the tracking of a line reads: “Region: North”. */
export const trackingWords = (
  tracking: readonly LineTracking[] | null | undefined,
  facts: OrganisationFacts['tracking'],
): string[] =>
  (tracking ?? []).map(({ categoryId, optionId }) => {
    const category = facts.get(categoryId);
    if (!category) return 'a tracking category that is no longer in Xero';
    return `${category.name}: ${category.options.get(optionId)?.name ?? 'an option that is no longer in Xero'}`;
  });
