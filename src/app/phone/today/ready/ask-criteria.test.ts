/** Goal: what forms will need is told to be missing while there is still a network. Method: a phone with and without the sets. */
import { expect, it } from 'vitest';
import { laterVersion, pinned } from '../../../../../tests/shared/criteria.ts';
import { canonicalJson } from '../../../../criteria/index.ts';
import { publishCriteriaSet } from '../../../../programme/index.ts';
import { testSession } from '../../../../sync/test-endpoint.ts';
import { uuidv7 } from '../../../../vault/index.ts';
import { evaluationWith, testPhone } from '../../../../vault/testing/test-phone.ts';
import { askCriteria } from './ask-criteria.ts';

const SCOPE = 'scope-here';
const next = await laterVersion('cdht-1', '2027.1', 90);

it('a set in use from today on, one of a draft, and one that only a finished form names', async () => {
  const phone = testPhone(1);
  const { clock, rng } = phone;
  const vault = await phone.open();
  const ask = () => askCriteria(vault, clock, testSession);
  expect(await ask()).toEqual({ kind: 'not-asked', unexplained: 0, last: null });

  const ref = { scope: SCOPE, id: uuidv7(clock, rng) };
  const subject = { kind: 'citizen', group: '1' } as const;
  // For a day that is still to come.
  await vault.commit(publishCriteriaSet(ref, { subject, criteriaSet: pinned(next), from: '2027-01-01' }));
  expect(await ask()).toEqual({ kind: 'missing', count: 1 });
  await (await vault.criteriaSets()).keep(pinned(next).sha256, canonicalJson(next));
  expect(await ask()).toMatchObject({ kind: 'not-asked', unexplained: 0 });

  const gone = { id: 'cdht-1', version: '2020.1', sha256: 'b'.repeat(64) };
  await vault.saveDraft({
    draftId: 'd',
    kind: 'evaluation',
    scope: SCOPE,
    subject: { kind: 'citizen', id: 'c' },
    setHash: gone.sha256,
    updatedAt: clock.now(),
    value: { criteriaSet: gone },
  });
  expect(await ask()).toEqual({ kind: 'missing', count: 1 });
  await vault.dropDraft('d');

  await vault.commit([evaluationWith(phone, SCOPE, 'a'.repeat(64))]);
  expect(await ask()).toMatchObject({ kind: 'not-asked', unexplained: 1 });
  await vault.close();
});
