import { type AskedField, askedFields, onAccountChoice } from './asked-fields.ts';
import { chosenFor, ON_ACCOUNT } from './field-values.ts';
import type { Suggestion } from './likely.ts';
import { type Mapping, NO_OPTION } from './mapping.ts';
import { mappingProblems } from './mapping-problems.ts';
import { accountLabel, type OrganisationFacts, rateLabel } from './organisation.ts';
import { placeField } from './place.ts';
import type { PlaceFields } from './place-fields.ts';
import { suggestMapping } from './suggest-mapping.ts';
import type { TillNeeds } from './till-needs.ts';

/** One thing that the retailer chooses, with what Xero will accept for it. */
export type MappingField = Omit<AskedField, 'hint'> & {
  hint: string | null;
  /** What is saved; null: nothing. */
  value: string | null;
  /** How the saved value reads. */
  valueLabel: string | null;
  /** Why the saved value cannot be used any more. */
  problem: string | null;
  /** Left out once something is saved. */
  suggestion: Suggestion | null;
};

/** Every field of the mapping form, in its order. Pure: screens, the JSON route and the start's checks read the same list. */
export function mappingFields(needs: TillNeeds, facts: OrganisationFacts, mapping: Mapping): MappingField[] {
  const suggestions = suggestMapping(needs, facts);
  const problems = new Map(mappingProblems(needs, facts, mapping).map((p) => [p.field, p.text]));
  return askedFields(needs, facts).map((asked) => {
    const { field, choices } = asked;
    const value = chosenFor(mapping, field);
    const suggested = suggestions[field];
    const isOffered = choices.some((choice) => choice.value === suggested?.value);
    return {
      ...asked,
      hint: asked.hint ?? null,
      value,
      valueLabel: value === null ? null : labelOf(field, value, facts, mapping),
      problem: problems.get(field) ?? null,
      suggestion: value === null && suggested && isOffered ? suggested : null,
    };
  });
}

/** How a saved value reads. */
export function labelOf(
  field: string,
  value: string,
  facts: OrganisationFacts,
  mapping: Pick<Mapping, 'walkInContactName'>,
): string {
  if (field === 'walkInContactId') return mapping.walkInContactName ?? 'The chosen contact';
  if (value === ON_ACCOUNT) return onAccountChoice.label;
  const rate = /^(?:taxTypes|expenseTaxTypes)\./.test(field) ? facts.taxRates.get(value) : undefined;
  if (rate) return rateLabel(rate);
  if (field.startsWith('tracking.')) return optionLabel(field.slice('tracking.'.length), value, facts);
  const account = facts.accounts.get(value);
  return account ? accountLabel(account) : `No longer in Xero (${value.slice(0, 8)})`;
}

const optionLabel = (categoryId: string, optionId: string, { tracking }: OrganisationFacts): string => {
  if (optionId === NO_OPTION) return 'None';
  return tracking.get(categoryId)?.options.get(optionId)?.name ?? 'No longer in Xero';
};

/** Why posting cannot start with this mapping yet: needed and open, or unusable. */
export function stillMissing(
  fields: readonly MappingField[],
): { field: string; label: string; text: string }[] {
  return fields.flatMap(({ field, label, isRequired, value, problem, suggestion }) => {
    if (problem) return [{ field, label, text: problem }];
    if (!isRequired || value !== null) return [];
    const text = suggestion ? 'A value is suggested. Press Save to keep it.' : 'Nothing is chosen yet.';
    return [{ field, label, text }];
  });
}

/**
 * The field that a part of the page, or a field of the shop's, stands for: the one that is unusable, in the shop or else at a place, else
 * one that is open, else none in particular.
 */
export function fieldToMend(
  target: string,
  fields: readonly MappingField[],
  places: readonly PlaceFields[] = [],
): string {
  const meant = fields.filter(
    ({ group, field }) => target === group || target === field || target === 'accounts',
  );
  const unusable = meant.find(({ problem }) => problem);
  if (unusable) return unusable.field;
  for (const place of places) {
    const there = place.fields.find((p) => p.problem && meant.some(({ field }) => field === p.field));
    if (there) return placeField(place, there.field);
  }
  return meant.find(({ value, isRequired }) => isRequired && value === null)?.field ?? target;
}
