/** Goal: the lists never lack what was saved. Method: two tabs whose announcements do not reach each other in time. */
import { expect, it } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import { uuidv7 } from '../keys/ids.ts';
import { testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';

it('a snapshot of one tab holds what another tab saved meanwhile, whichever wrote the snapshot before', async () => {
  const phone = testPhone(91);
  const family = (number: string) =>
    addHousehold({ scope: SCOPE, id: uuidv7(phone.clock, phone.rng) }, { number, hamlet: 'Ấp 3' });
  const elsewhere = async (seed: number, number: string) => {
    const done = await (await testPhone(seed).open()).commit(family(number));
    if (done.kind !== 'saved') throw new Error(done.detail);
    return done.revisions.map((revision) => ({ scopeSeq: seed - 91, revision }));
  };
  const page = { proto: 'cdht.pull/1', stream: 'records', epoch: 'first', scope: SCOPE, more: false } as const;
  const numbers = async () => {
    const again = await phone.open();
    const lists = await again.households(SCOPE, 'Ấp 3', '2026');
    await again.close();
    return lists.map(({ number }) => number);
  };

  const deaf = await phone.open();
  expect(await deaf.roster()).toEqual([]);
  const other = await phone.open();
  await other.commit(family('1'));
  await deaf.applyPull({ ...page, rows: await elsewhere(92, '2'), next: 1 });
  expect(await numbers()).toEqual(['1', '2']);

  // The other tab's own snapshot took the marks away: this tab must not write over it from memory.
  await other.commit(family('3'));
  await other.applyPull({ ...page, rows: await elsewhere(93, '4'), next: 2 });
  await deaf.applyPull({ ...page, rows: await elsewhere(94, '5'), next: 3 });
  expect(await numbers()).toEqual(['1', '2', '3', '4', '5']);
});
