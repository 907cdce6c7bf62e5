/**
 * Goal: drafts leave a phone only when they changed, without photos, and come to the successor's phone once, wherever the connection
 * breaks; no round fails because of them. Method: real vaults and sync clients over the real endpoint, whose network loses answers.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SCOPE, Station } from '../../../tests/endpoint/station.ts';
import { DRAFT_LIMITS } from '../../protocol/index.ts';
import { type Draft, isHandedOver, type Vault } from '../../vault/index.ts';
import { NetDown } from '../errors.ts';

const SUBJECT = { kind: 'citizen', id: '0192a000-0000-7000-8000-00000000aaaa' } as const;
const at = (minute: number) => `2026-11-24T09:${String(minute).padStart(2, '0')}:00.000+07:00`;
const draft = (draftId: string, changed: Partial<Draft> = {}): Draft => ({
  ...{ draftId, kind: 'evaluation', scope: SCOPE, subject: SUBJECT, setHash: null, updatedAt: at(0) },
  ...{ value: { subjectName: 'Đặng Thị Hoa' }, ...changed },
});

let station: Station;
/** Method and path of every request, without the query. */
let asked: string[];
/** Loses the answer, or the whole request, where it says so. */
let fault: (what: string) => 'answer' | 'request' | null;
beforeEach(async () => {
  station = await Station.open('memory');
  await station.putOfficers([{ id: 'cb-2', role: 'officer', scopes: [SCOPE], code: 'CB-2' }]);
  asked = [];
  fault = () => null;
  const { request } = station.net;
  vi.spyOn(station.net, 'request').mockImplementation(async (ask) => {
    const what = `${ask.method} ${ask.path.split('?')[0]}`;
    asked.push(what);
    const wrong = fault(what);
    if (wrong === 'request') throw new NetDown('lost');
    const answer = await request(ask);
    if (wrong === 'answer') throw new NetDown('lost');
    return answer;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await station.dispose();
});

const heldOf = async (officer: string) => (await station.store.draftsOf(SCOPE, [officer])).map((row) => row.draftCount);
const handed = async (vault: Vault) => (await vault.drafts()).filter(isHandedOver);
const sent = () => asked.filter((what) => what === 'PUT /v1/drafts').length;

/** An officer's phone with drafts that came in, and the account closed in favour of another one. */
async function handOver(drafts: readonly Draft[]) {
  const leaving = await station.phone(1);
  for (const each of drafts) await leaving.vault.saveDraft(each);
  expect((await leaving.syncClient.sync()).kind).toBe('done');
  const successor = await station.phone(2, 'CB-2');
  const admin = await station.enrol('QT-1');
  const closing = { scope: SCOPE, successor: 'cb-2', reason: 'Chuyển công tác' };
  expect((await station.ask(admin, '/v1/accounts/cb-1/close', closing)).status).toBe(200);
  return { leaving, successor };
}

describe('sending drafts', () => {
  it('is done when they changed, last in a round, and takes away what was finished or dropped', async () => {
    const { vault, syncClient } = await station.phone(1);
    await syncClient.sync();
    expect(sent(), 'there are none').toBe(0);
    await vault.saveDraft(draft('a'));
    await vault.saveDraft(draft('b', { kind: 'household', subject: { kind: 'household', id: 'household:new' } }));
    await syncClient.sync();
    expect(asked.at(-1)).toBe('PUT /v1/drafts');
    expect(await heldOf('cb-1')).toEqual([2]);
    await syncClient.sync();
    expect(sent(), 'nothing has changed').toBe(1);
    await vault.dropDraft('a');
    await syncClient.sync();
    expect(await heldOf('cb-1')).toEqual([1]);
    await vault.dropDraft('b');
    await syncClient.sync();
    expect(await heldOf('cb-1')).toEqual([]);
    await syncClient.sync();
    expect(sent()).toBe(3);
  });

  it('is done again for an endpoint that was restored', async () => {
    const { vault, syncClient } = await station.phone(1);
    await vault.saveDraft(draft('a'));
    await syncClient.sync();
    await station.store.setMeta('epoch', 'another-epoch');
    await syncClient.sync();
    expect(sent()).toBe(2);
  });

  it('never fails a round, and is tried again', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { vault, syncClient } = await station.phone(1);
    await vault.saveDraft(draft('a'));
    for (const wrong of ['request', 'answer'] as const) {
      fault = (what) => (what === 'PUT /v1/drafts' ? wrong : null);
      expect((await syncClient.sync()).kind).toBe('done');
    }
    expect(warn).toHaveBeenCalledTimes(2);
    fault = () => null;
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await heldOf('cb-1')).toEqual([1]);
  });

  it('leaves out the oldest where there are too many', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { vault, syncClient } = await station.phone(1);
    for (let each = 0; each <= DRAFT_LIMITS.countMax; each += 1) await vault.saveDraft(draft(`d${each}`));
    await syncClient.sync();
    expect(await heldOf('cb-1')).toEqual([DRAFT_LIMITS.countMax]);
  });
});

describe('taking drafts', () => {
  it('come as they were, without photos, under the name of who began them', async () => {
    const evidence = [
      { kind: 'photo', sha256: 'a'.repeat(64), bytes: 9 },
      { kind: 'note', text: 'Giấy khen' },
    ];
    const { successor } = await handOver([draft('a', { value: { answers: { 5: { evidence } } } })]);
    expect((await successor.syncClient.sync()).kind).toBe('done');
    expect(await handed(successor.vault)).toEqual([
      {
        ...draft('a', { value: { answers: { 5: { evidence: [evidence[1]] } } } }),
        draftId: expect.stringMatching(new RegExp(`^handed:cb-1:[^:]+:${SCOPE}:a$`)),
        handedOver: { from: { id: 'cb-1', name: 'Tên cb-1' }, draftId: 'a', photosLeft: 1 },
      },
    ]);
    expect(await heldOf('cb-1')).toEqual([]);
    expect(await heldOf('cb-2'), 'they are with the successor’s now').toEqual([1]);
    expect((await successor.vault.session())?.goesOnFor?.map(({ officer }) => officer.id)).toEqual(['cb-1']);
  });

  it.each(['request', 'answer'] as const)(
    'wherever the connection breaks (%s lost), each is there once',
    async (wrong) => {
      vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      const { successor } = await handOver([draft('a'), draft('b', { updatedAt: at(1) })]);
      for (const broken of ['GET /v1/handed-drafts', 'POST /v1/handed-drafts/taken', 'PUT /v1/drafts']) {
        fault = (what) => (what === broken ? wrong : null);
        expect((await successor.syncClient.sync()).kind, broken).toBe('done');
      }
      fault = () => null;
      expect((await successor.syncClient.sync()).kind).toBe('done');
      expect((await handed(successor.vault)).map(({ handedOver }) => handedOver.draftId).sort()).toEqual(['a', 'b']);
      expect([await heldOf('cb-1'), await heldOf('cb-2')]).toEqual([[], [2]]);
      expect(await successor.vault.ownRelayStore.list('drafts-taken-')).toEqual([]);
    },
  );

  it('what was gone on with before the acknowledgement came through does not come back', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { successor } = await handOver([draft('a')]);
    fault = (what) => (what === 'POST /v1/handed-drafts/taken' ? 'request' : null);
    await successor.syncClient.sync();
    const [taken] = await handed(successor.vault);
    await successor.vault.dropDraft(taken?.draftId ?? '');
    fault = () => null;
    await successor.syncClient.sync();
    expect(await successor.vault.drafts()).toEqual([]);
    expect(await heldOf('cb-1')).toEqual([]);
  });
});
