import { describe, expect, it } from 'vitest';
import type { UndoMember } from '@/db/queries/undo';
import { showUndo, undoEntries, undoWaitsFor } from './show-undo.ts';

const member = (change: Partial<UndoMember>): UndoMember => ({
  ...{
    rootId: 1,
    id: 1,
    kind: 'invoice',
    type: null,
    number: 'K7-1',
    state: 'posted',
    xeroStatus: 'AUTHORISED',
  },
  ...{ totalMinor: 1100, currency: 'AUD', records: 1, undo: null },
  ...change,
});
const payment = (change: Partial<UndoMember> = {}) =>
  member({ id: 2, kind: 'payment', number: 'P-1', ...change });
const asked = {
  state: 'planned',
  refusalText: null,
  askedBy: 'ada@example.com',
  askedAt: '2026-11-26T10:00:00Z',
  endedAt: null,
} as const;
const shown = (...members: UndoMember[]) => showUndo(1, members, 's', null);

describe('the undo of a document, as its page shows it', () => {
  it('lists in order what would happen, and says that it is not posted again', () => {
    const undo = shown(payment(), payment({ id: 3, number: 'P-2', state: 'planned' }), member({}));
    expect(undo?.steps).toEqual([
      'Payment P-1 is deleted.',
      'Payment P-2 is not sent any more.',
      'Invoice K7-1 is voided.',
    ]);
    expect(undo?.notes).toEqual([expect.stringMatching(/^It is not posted again: Xero keeps the number/)]);
    expect(undo).toMatchObject({ url: '/api/solutions/s/undo', progress: null, refusal: null, done: null });
  });

  it('says of a summary that all its records are undone together, and deletes drafts', () => {
    expect(shown(member({ records: 43 }))?.notes[0]).toBe(
      'K7-1 is a summary: all 43 till records in it are undone together.',
    );
    expect(shown(member({ xeroStatus: 'DRAFT' }))?.steps).toEqual(['Invoice K7-1 is deleted.']);
  });

  it('follows it while it is under way', () => {
    expect(shown(payment(), member({ undo: asked }))?.progress).toMatch(/^Asked for\./);
    expect(shown(payment({ state: 'undone' }), member({ undo: asked }))?.progress).toBe(
      'Being undone: 1 of 2 to go.',
    );
    expect(shown(payment({ state: 'unsure' }), member({ undo: asked }))?.progress).toMatch(
      /^Waits until P-1/,
    );
    expect(shown(member({ undo: { ...asked, state: 'unsure' } }))?.progress).toMatch(/answer was lost/);
  });

  it('says what it waits for where no run will come, before it is asked for and after', () => {
    const books = { isDeactivated: false, connectionState: 'live', organisationName: 'Harbour Books' };
    expect(undoWaitsFor(books)).toBeNull();
    const off = undoWaitsFor({ ...books, isDeactivated: true })!;
    expect(off).toBe('The plug-in is deactivated. Activate it under Set It Up, and it is undone then.');
    expect(undoWaitsFor({ ...books, connectionState: null })).toMatch(
      /^Harbour Books is not connected any more\. Connect it again under Set It Up/,
    );
    expect(undoWaitsFor({ ...books, connectionState: 'reconnect' })).toMatch(
      /does not let the portal into Harbour Books any more\. Press Grant authorization/,
    );
    expect(showUndo(1, [member({})], 's', off)).toMatchObject({ waits: null });
    expect(showUndo(1, [member({})], 's', off)?.notes.at(-1)).toBe(`It has to wait: ${off}`);
    expect(showUndo(1, [member({ undo: asked })], 's', off)).toMatchObject({ waits: off });
    expect(shown(member({ undo: asked }))).toMatchObject({ waits: null });
    const refused = {
      ...asked,
      state: 'refused',
      refusalText: 'x',
      endedAt: '2026-11-26T10:01:00Z',
    } as const;
    expect(showUndo(1, [member({ undo: refused })], 's', off)).toMatchObject({ waits: null });
  });

  it('tells who undid it and when, or why it could not be', () => {
    const endedAt = '2026-11-26T10:01:00Z';
    const done = member({ state: 'undone', undo: { ...asked, state: 'done', endedAt } });
    expect(shown(done)).toMatchObject({
      done: { by: 'ada@example.com', at: endedAt },
      steps: [],
      progress: null,
    });
    expect(undoEntries([done], [done]).map((e) => e.text)).toEqual([
      'ada@example.com asked to undo K7-1 in Xero.',
      'K7-1 was undone.',
    ]);
    const refused = member({ undo: { ...asked, state: 'refused', refusalText: 'It is locked.', endedAt } });
    expect(shown(refused)).toMatchObject({ refusal: 'It is locked.', progress: null, done: null });
  });

  it('offers nothing for a contact, or for what is not in Xero', () => {
    expect(shown(member({ kind: 'contact' }))).toBeNull();
    expect(shown(member({ state: 'refused' }))).toBeNull();
  });
});
