/**
 * Goal: what a record or a draft names can be read for ever, also after the browser deleted the database, and what is not here
 * is known to be missing. Method: a phone whose database is wiped and whose bytes rot.
 */
import { describe, expect, it } from 'vitest';
import { shippedSet } from '../../criteria/index.ts';
import { newRevision, publishCriteriaSet } from '../../programme/index.ts';
import { type PullPage, withContentHash } from '../../protocol/index.ts';
import { uuidv7 } from '../index.ts';
import { evaluationWith, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const ZEROS = '0'.repeat(64);
const { sha256, text } = await shippedSet('cdht-1');

const draft = (setHash: string) => ({
  draftId: 'd',
  kind: 'evaluation' as const,
  scope: SCOPE,
  subject: { kind: 'citizen' as const, id: 'c' },
  setHash,
  updatedAt: '2026-11-24T09:00:00+07:00',
  value: {},
});

describe('criteria sets on the phone', () => {
  it('are wanted by the records that name them, until they are here', async () => {
    const phone = testPhone(1);
    const vault = await phone.open();
    const sets = await vault.criteriaSets();
    expect(await vault.wantsSets()).toBe(false);
    await vault.commit([evaluationWith(phone, SCOPE, 'a'.repeat(64))]);
    expect(await vault.wantsSets()).toBe(true);
    expect(await sets.missing()).toEqual([ZEROS]);
    expect(await sets.text(ZEROS)).toBeNull();
    await expect(sets.keep(ZEROS, text)).rejects.toThrow('hash');
    expect(await sets.missing()).toEqual([ZEROS]);
    await vault.close();
  });

  it('survive a wiped database, with the draft that was begun with one', async () => {
    const phone = testPhone(2);
    const before = await phone.open();
    await (await before.criteriaSets()).keep(sha256, text);
    await before.saveDraft(draft(sha256));
    await before.close();
    phone.wipe();
    const vault = await phone.open();
    expect(await vault.wantsSets()).toBe(true);
    const sets = await vault.criteriaSets();
    expect(await sets.missing()).toEqual([]);
    expect(await sets.text(sha256)).toBe(text);
    expect(await vault.wantsSets()).toBe(false);
    await vault.close();
  });

  it('that were begun with and are nowhere any more are known to be missing', async () => {
    const phone = testPhone(3);
    const before = await phone.open();
    await (await before.criteriaSets()).keep(sha256, text);
    await before.saveDraft(draft(sha256));
    await before.close();
    phone.wipe();
    for (const [name, bytes] of phone.blobs) phone.blobs.set(name, bytes.slice(1));
    const vault = await phone.open();
    expect(await (await vault.criteriaSets()).missing()).toEqual([sha256]);
    await vault.close();
  });

  it('published for the commune come with its pages, in the endpoint’s order; another commune’s do not', async () => {
    const phone = testPhone(4);
    const vault = await phone.open();
    const publication = (scope: string, id: string, hash: string) => {
      const criteriaSet = { id, version: '1', sha256: hash };
      const ref = { scope, id: uuidv7(phone.clock, phone.rng) };
      return publishCriteriaSet(ref, { subject: { kind: 'citizen', group: '1' }, criteriaSet, from: '2027-01-01' });
    };
    const page = (scope: string, made: ReturnType<typeof publication>): PullPage => ({
      proto: 'cdht.pull/1',
      epoch: 'e',
      scope,
      stream: 'records',
      rows: made.map(({ kind, entityId, payload }, at) => ({
        scopeSeq: at + 7,
        revision: withContentHash({
          revId: uuidv7(phone.clock, phone.rng),
          schema: 1,
          kind,
          entityId,
          parents: [],
          scope,
          author: 'qt-1',
          device: uuidv7(phone.clock, phone.rng),
          deviceSeq: 1,
          prevHash: '',
          deviceTime: '2026-11-24T09:00:00+07:00',
          salt: 'A'.repeat(22),
          payload,
        }),
      })),
      next: made.length + 6,
      more: false,
    });
    const here = [...publication(SCOPE, 'a', 'a'.repeat(64)), ...publication(SCOPE, 'b', 'b'.repeat(64))];
    await vault.applyPull(page(SCOPE, here));
    await vault.applyPull(page('scope-there', publication('scope-there', 'c', 'c'.repeat(64))));
    const sets = await vault.criteriaSets();
    const held = await sets.published(SCOPE, 'citizen');
    expect(held.map(({ scopeSeq, publication: { criteriaSet } }) => [scopeSeq, criteriaSet.id]).sort()).toEqual([
      [7, 'a'],
      [8, 'b'],
    ]);
    expect(await sets.published(SCOPE, 'household')).toEqual([]);
    expect([...(await sets.missing())].sort()).toEqual(['a', 'b', 'c'].map((letter) => letter.repeat(64)));
    await vault.close();
  });

  it('a record that names none wants none', async () => {
    const vault = await testPhone(5).open();
    const household = newRevision(
      'household',
      { scope: SCOPE, id: uuidv7(testPhone(6).clock, testPhone(6).rng) },
      {
        number: '017',
        hamlet: 'Ấp Một',
      },
    );
    await vault.commit([household]);
    expect(await vault.wantsSets()).toBe(false);
    await vault.close();
  });
});
