import type { NoticeCode } from './notices.ts';

/** *Set It Up* of a solution, with what it should say. @param told.about the number of the event that names it */
export function setUpPath(solutionId: string, told: { notice?: NoticeCode; about?: number } = {}): string {
  const query = new URLSearchParams();
  if (told.notice) query.set('notice', told.notice);
  if (told.about !== undefined) query.set('about', String(told.about));
  const search = query.size > 0 ? `?${query}` : '';
  return `/solutions/${encodeURIComponent(solutionId)}/set-up${search}`;
}

/** Where he chooses among several organisations. */
export const chooseOrganisationPath = (solutionId: string) =>
  `/solutions/${encodeURIComponent(solutionId)}/set-up/organisation`;
