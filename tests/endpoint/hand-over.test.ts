/**
 * Goal: drafts of an officer who leaves reach the one who goes on, once and whole, and nobody else reads them; returned evaluations
 * are listed, and the hand-over is kept and told. Method: the real routes over both databases and the memory of the simulation,
 * with drafts encrypted as a phone does.
 */
import { Encrypter } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/endpoint/openapi/operations.ts';
import { rescueKeyOf } from '../../src/endpoint/rescue/keys.ts';
import { definitionOf } from '../../src/programme/index.ts';
import { DRAFT_LIMITS, DRAFTS_PROTOCOL, handedDrafts, openWork, session } from '../../src/protocol/index.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const CANARY = 'Đặng Thị Canary';
const SUBJECT = '0192a000-0000-7000-8000-00000000aaaa';

describe.each(STORES_AND_MEMORY)('an officer who leaves, on %s', (kind) => {
  let station: Station;
  let admin: string;
  let successor: string;
  beforeEach(async () => {
    station = await Station.open(kind);
    await station.putOfficers([
      { id: 'cb-2', role: 'officer', scopes: [SCOPE, OTHER_SCOPE], code: 'CB-2' },
      { id: 'cb-3', role: 'officer', scopes: [SCOPE], code: 'CB-3' },
    ]);
    admin = await station.enrol('QT-1');
    successor = await station.enrol('CB-2');
  });
  afterEach(() => station?.dispose());

  const draft = (draftId: string, changed: object = {}) => ({
    ...{ draftId, kind: 'citizen', scope: SCOPE, subject: { kind: 'household', id: SUBJECT }, setHash: null },
    ...{ updatedAt: station.now(), value: { name: CANARY }, photosLeft: 0, ...changed },
  });
  const encrypted = async (drafts: readonly unknown[], scope = SCOPE): Promise<Uint8Array> => {
    const encrypter = new Encrypter();
    encrypter.addRecipient((await rescueKeyOf(station.store, scope)).recipient);
    return await encrypter.encrypt(JSON.stringify({ proto: DRAFTS_PROTOCOL, drafts }));
  };
  const put = async (token: string, count: number, bytes: Uint8Array, scope = SCOPE) => {
    const answer = await station.app.request(`/v1/drafts?scope=${scope}&count=${count}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: Uint8Array.from(bytes),
    });
    return answer.status;
  };
  const waiting = async (token: string, scope = SCOPE) => {
    const { status, value } = await station.ask(token, `/v1/handed-drafts?scope=${scope}`);
    if (status !== 200) throw new Error(String(status));
    return handedDrafts.parse(value).bundle;
  };
  const take = (token: string, { device, sha256 }: { device: string; sha256: string }) =>
    station.ask(token, '/v1/handed-drafts/taken', { scope: SCOPE, device, sha256 });
  const close = (id: string, to: string | null, scope = SCOPE) =>
    station.ask(admin, `/v1/accounts/${id}/close`, { scope, successor: to, reason: 'Chuyển công tác' });
  const openOf = async (id: string) =>
    openWork.parse((await station.ask(admin, `/v1/accounts/${id}/open-work?scope=${SCOPE}`)).value);
  const sessionOf = async (token: string) => session.parse((await station.ask(token, '/v1/session')).value);

  it('drafts are counted for the administrator, come to the successor alone, and are removed once taken', async () => {
    const device = station.uuid();
    const officer = await station.enrol('CB-1', device);
    expect(await put(officer, 2, await encrypted([draft('a'), draft('b')]))).toBe(200);
    const receivedAt = station.now();
    expect(await openOf('cb-1')).toEqual({ returned: [], more: false, drafts: { count: 2, receivedAt } });
    expect(await waiting(successor), 'the account is open').toBeNull();

    expect(await close('cb-1', 'cb-2')).toMatchObject({ status: 200 });
    expect((await station.push(successor, [], { pull: [] })).handedDrafts).toEqual([SCOPE]);
    const other = await station.enrol('CB-3');
    expect((await station.push(other, [], { pull: [] })).handedDrafts).toBeUndefined();
    for (const token of [other, admin, await station.enrol('GS-1')]) expect(await waiting(token)).toBeNull();
    const bundle = await waiting(successor);
    expect(bundle).toMatchObject({ device, from: { id: 'cb-1', name: 'Tên cb-1' } });
    expect(bundle?.drafts.map(({ draftId }) => draftId)).toEqual(['a', 'b']);
    if (bundle === null) throw new Error('there is a bundle');

    expect(await take(other, bundle)).toMatchObject({ status: 200, value: { removed: false } });
    expect(await waiting(successor), 'asked for again before it is acknowledged').toEqual(bundle);
    expect(await take(successor, bundle)).toMatchObject({ value: { removed: true } });
    expect(await take(successor, bundle)).toMatchObject({ value: { removed: false } });
    expect(await waiting(successor)).toBeNull();
    expect((await station.push(successor, [], { pull: [] })).handedDrafts).toBeUndefined();
    const events = (await station.store.events()).filter(({ scope }) => scope === SCOPE);
    expect(events.filter(({ kind: of }) => /hand|drafts/.test(of)).map((each) => [each.actor, each.kind])).toEqual([
      ['qt-1', 'work-handed-over'],
      ['cb-2', 'drafts-taken'],
    ]);
  });

  it('a device’s drafts are replaced as a whole, and gone with none; a newer bundle is not removed for an older one', async () => {
    const device = station.uuid();
    const officer = await station.enrol('CB-1', device);
    await put(officer, 2, await encrypted([draft('a'), draft('b')]));
    await close('cb-1', 'cb-2');
    const first = await waiting(successor);
    // The sign-in has ended, and its phone may still hand in.
    station.millis += 1000;
    expect(await put(officer, 1, await encrypted([draft('c')]))).toBe(200);
    if (first === null) throw new Error('there is a bundle');
    expect(await take(successor, first)).toMatchObject({ value: { removed: false } });
    expect((await waiting(successor))?.drafts.map(({ draftId }) => draftId)).toEqual(['c']);
    expect(await put(officer, 0, new Uint8Array())).toBe(200);
    expect(await waiting(successor)).toBeNull();
    expect((await station.ask(officer, `/v1/handed-drafts?scope=${SCOPE}`)).status, 'it reads nothing').toBe(401);
  });

  it('opened again, the account has its work back, and the successor is told', async () => {
    const officer = await station.enrol('CB-1');
    await put(officer, 1, await encrypted([draft('a')]));
    const before = (await sessionOf(successor)).communesVersion;
    await close('cb-1', 'cb-2');
    const given = await sessionOf(successor);
    expect(given.goesOnFor).toEqual([
      { scope: SCOPE, officer: { id: 'cb-1', name: 'Tên cb-1' }, since: station.now() },
    ]);
    expect(given.communesVersion).not.toBe(before);
    expect((await station.push(successor, [], { pull: [] })).communes).toBe(given.communesVersion);
    await station.ask(admin, '/v1/accounts/cb-1/reopen', { scope: SCOPE });
    const after = await sessionOf(successor);
    expect(after.goesOnFor).toBeUndefined();
    expect(after.communesVersion).not.toBe(given.communesVersion);
    expect(await waiting(successor)).toBeNull();
    expect((await openOf('cb-1')).drafts.count).toBe(1);
  });

  it('where the successor leaves in turn, the next one goes on with both', async () => {
    const officer = await station.enrol('CB-1');
    await put(officer, 1, await encrypted([draft('a')]));
    await close('cb-1', 'cb-2');
    expect(await close('cb-2', 'cb-3')).toMatchObject({ status: 200 });
    const last = await station.enrol('CB-3');
    expect((await sessionOf(last)).goesOnFor?.map((each) => each.officer.id)).toEqual(['cb-2', 'cb-1']);
    expect((await waiting(last))?.from.id).toBe('cb-1');
  });

  it('what was returned and not corrected is named', async () => {
    const device = station.uuid();
    const officer = await station.enrol('CB-1', device);
    const example = definitionOf('evaluation')?.example as object;
    const payload = { ...example, subject: { kind: 'citizen', id: SUBJECT } };
    const set = (await station.store.sets())[0];
    const pinned = { id: set?.id, version: set?.version, sha256: set?.sha256 };
    const form = station.household('', { device, kind: 'evaluation', payload: { ...payload, criteriaSet: pinned } });
    const about = { ...(definitionOf('citizen')?.example as object), name: 'Đặng Thị Hoa' };
    const citizen = station.household('', { device, kind: 'citizen', entityId: SUBJECT, payload: about });
    const { receipts } = await station.push(officer, [citizen, form]);
    expect(receipts.map(({ status }) => status)).toEqual(['created', 'created']);
    const deskDevice = station.uuid();
    const desk = await station.enrol('GS-1', deskDevice);
    const decided = { evaluationId: form.entityId, revId: form.revId, decision: 'returned', at: station.now() };
    const review = station.household('', { device: deskDevice, author: 'gs-1', kind: 'review', payload: decided });
    expect((await station.push(desk, [review])).receipts[0]?.status).toBe('created');
    expect((await openOf('cb-1')).returned).toEqual([{ id: form.entityId, title: 'Đặng Thị Hoa' }]);
    expect((await openOf('cb-2')).returned).toEqual([]);
  });

  it('what is no age file, is too large or is for another commune is not taken, and what cannot be read whole stays', async () => {
    const officer = await station.enrol('CB-1');
    expect(await put(officer, 1, new TextEncoder().encode('{"drafts":[]}'))).toBe(422);
    expect(await put(officer, 1, new Uint8Array(DRAFT_LIMITS.encryptedBytesMax + 1))).toBe(413);
    expect(await put(officer, DRAFT_LIMITS.countMax + 1, await encrypted([]))).toBe(400);
    expect(await put(officer, 1, await encrypted([draft('a')], OTHER_SCOPE), OTHER_SCOPE)).toBe(403);
    await put(officer, 2, await encrypted([draft('a'), draft('c', { scope: OTHER_SCOPE })]));
    await close('cb-1', 'cb-2');
    expect((await waiting(successor))?.drafts.map(({ draftId }) => draftId)).toEqual(['a']);
    // A draft of a later version of the app, or one that is encrypted to another commune's key, is not thrown away.
    for (const bytes of [await encrypted([draft('a'), { later: true }]), await encrypted([draft('a')], OTHER_SCOPE)]) {
      await put(officer, 1, bytes);
      expect(await waiting(successor)).toBeNull();
      expect(await station.store.draftsOf(SCOPE, ['cb-1'])).toHaveLength(1);
    }
  });

  it('nobody else reads a draft: no answer of the API has a word of it, for whatever role, and no row has it', async () => {
    const officer = await station.enrol('CB-1');
    await put(officer, 1, await encrypted([draft('a')]));
    await close('cb-1', 'cb-2');
    const tokens = [admin, await station.enrol('GS-1'), await station.enrol('GS-2'), await station.enrol('CB-3')];
    const kinds = ['household', 'citizen', 'evaluation', 'visit'];
    for (const { path, method } of OPERATIONS) {
      if (method !== 'get') continue;
      const paths = path.includes('{kind}') ? kinds.map((each) => path.replace('{kind}', each)) : [path];
      for (const each of paths) {
        for (const token of tokens) {
          for (const scope of [SCOPE, OTHER_SCOPE]) {
            const url = `${each.replace('{id}', 'cb-1').replace(/\{\w+\}/g, 'none')}?scope=${scope}&state=open`;
            const answer = await station.app.request(url, { headers: { authorization: `Bearer ${token}` } });
            expect(await answer.text(), url).not.toContain(CANARY);
          }
        }
      }
    }
    expect((await waiting(successor))?.drafts[0]?.value).toEqual({ name: CANARY });
    const [row] = await station.store.draftsOf(SCOPE, ['cb-1']);
    const bytes = row && (await station.store.draftBytes(SCOPE, row.device, row.sha256));
    expect(new TextDecoder().decode(bytes ?? undefined)).not.toContain('Canary');
  });
});
