/** Tracking categories as a person keeps them by hand: new ones, renamed, archived, deleted. */
import { trackingWire } from '../api/wire.ts';
import { newId } from '../base/ids.ts';
import type { Books } from '../books/books.ts';
import type { TrackingCategory, TrackingOption, TrackingStatus } from '../books/types.ts';
import { ControlError, missing, text, texts } from './request.ts';

/**
 * @param key id or name of a category; undefined: a new one
 * @param act id or name of one of its options; undefined: the category itself
 */
export function changeTracking(
  books: Books,
  key: string | undefined,
  act: string | undefined,
  body: Record<string, unknown>,
): unknown {
  const old = key === undefined ? undefined : findCategory(books, key);
  if (key !== undefined && !old) throw missing('tracking category');
  const changed = old && act !== undefined ? withOption(old, act, body) : withCategory(old, body);
  const isActive = changed.status === 'ACTIVE' && old?.status !== 'ACTIVE';
  if (isActive && books.tracking.all().filter((row) => row.status === 'ACTIVE').length >= 2) {
    throw new ControlError(400, 'at most two tracking categories can be active');
  }
  books.put('tracking', changed);
  return trackingWire(changed, true);
}

const findCategory = (books: Books, key: string): TrackingCategory | undefined =>
  books.tracking.get(key.toLowerCase()) ?? books.tracking.first('name', key.toLowerCase());

function withCategory(old: TrackingCategory | undefined, body: Record<string, unknown>): TrackingCategory {
  const options = (texts(body, 'options') ?? []).map(
    (name): TrackingOption => ({ id: newId(), name, status: 'ACTIVE' }),
  );
  const { id = newId(), name = '', status = 'ACTIVE' } = old ?? {};
  return {
    ...{ id, name: text(body, 'name') ?? name, status: statusIn(body) ?? status },
    options: [...(old?.options ?? []), ...options],
  };
}

function withOption(
  category: TrackingCategory,
  key: string,
  body: Record<string, unknown>,
): TrackingCategory {
  const lower = key.toLowerCase();
  const option = category.options.find((one) => one.id === lower || one.name.toLowerCase() === lower);
  if (!option) throw missing('tracking option');
  const { id, name, status } = option;
  const changed = { id, name: text(body, 'name') ?? name, status: statusIn(body) ?? status };
  return { ...category, options: category.options.map((one) => (one === option ? changed : one)) };
}

function statusIn(body: Record<string, unknown>): TrackingStatus | null {
  const status = text(body, 'status');
  if (status === null) return null;
  if (status !== 'ACTIVE' && status !== 'ARCHIVED' && status !== 'DELETED')
    throw new ControlError(400, 'status: ACTIVE, ARCHIVED or DELETED');
  return status;
}
