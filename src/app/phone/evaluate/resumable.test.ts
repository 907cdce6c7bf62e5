/** Goal: a form that is saved is never filled in again, wherever the app was killed. Method: drafts as a kill leaves them. */
import { expect, it } from 'vitest';
import type { Draft } from '../../../vault/index.ts';
import { resumable } from './resumable.ts';

const subject = { kind: 'citizen', id: 'c' } as const;
const whom = { scope: 'here', subject };

function draft(draftId: string, updatedAt: string, replaces: readonly string[] = []): Draft {
  const criteriaSet = { id: 'cdht-1', version: '1', sha256: '0'.repeat(64) };
  const value = { consentId: 'consent', criteriaSet, startedAt: updatedAt, replaces };
  return { draftId, kind: 'evaluation', scope: 'here', subject, setHash: criteriaSet.sha256, updatedAt, value };
}

const older = draft('older', '2027-01-01T08:00:00+07:00');
const newer = draft('newer', '2027-01-01T09:00:00+07:00', ['older']);

it.each<[string, Draft[], string[], string | null, string[]]>([
  ['the newest is gone on with', [older, newer], [], 'newer', []],
  ['saved, and killed before tidying up', [newer, older], ['newer'], null, ['older', 'newer']],
  ['killed after the first of both was dropped', [newer], ['newer'], null, ['newer']],
  ['an older form that was saved leaves the newer one', [older, newer], ['older'], 'newer', ['older']],
  ['nothing was begun', [], [], null, []],
])('%s', async (_, drafts, saved, resumed, droppedIds) => {
  const dropped: string[] = [];
  const vault = { dropDraft: async (draftId: string) => void dropped.push(draftId) };
  const form = await resumable(
    vault,
    drafts,
    whom,
    saved.map((id) => ({ id })),
  );
  expect(form?.evaluationId ?? null).toBe(resumed);
  expect(dropped).toEqual(droppedIds);
});

it('a saved draft of an earlier app, which names no drafts before it, is dropped like any other', async () => {
  const dropped: string[] = [];
  const { replaces: _, ...value } = newer.value;
  const vault = { dropDraft: async (draftId: string) => void dropped.push(draftId) };
  const form = await resumable(vault, [older, { ...newer, value }], whom, [{ id: 'newer' }]);
  expect(form?.evaluationId).toBe('older');
  expect(dropped).toEqual(['newer']);
});

it('another subject’s draft is left alone', async () => {
  const dropDraft = async () => expect.fail('dropped');
  const other = { scope: 'here', subject: { kind: 'citizen', id: 'd' } } as const;
  expect(await resumable({ dropDraft }, [older], other, [{ id: 'older' }])).toBeNull();
});
