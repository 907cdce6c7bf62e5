/**
 * Goal: while a phone has nothing yet but pages, rows are written without asking what is held and without a mark for each; the
 * lists lack nothing all the same, and nothing is overwritten. Method: pages by hand, two tabs, a start in the middle.
 */
import { expect, it } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import { PULL_PROTOCOL, type Revision, withContentHash } from '../../protocol/index.ts';
import type { Vault } from '../index.ts';
import { uuidv7 } from '../keys/ids.ts';
import { testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const PAGE = { proto: PULL_PROTOCOL, stream: 'records', epoch: 'first', scope: SCOPE } as const;

/** Revisions of households made on another phone. */
async function madeElsewhere(...numbers: string[]): Promise<readonly Revision[]> {
  const phone = testPhone(92);
  const vault = await phone.open();
  const made: Revision[] = [];
  for (const number of numbers) {
    const id = uuidv7(phone.clock, phone.rng);
    const done = await vault.commit(addHousehold({ scope: SCOPE, id }, { number, hamlet: 'Ấp 3' }));
    if (done.kind === 'failed') throw new Error(done.detail);
    made.push(...done.revisions);
  }
  return made;
}

const rowsOf = (revisions: readonly Revision[], first = 1) =>
  revisions.map((revision, at) => ({ scopeSeq: first + at, revision }));

async function numbersIn(vault: Vault): Promise<string[]> {
  return (await vault.households(SCOPE, 'Ấp 3', '2026')).map(({ number }) => number);
}

it('shows after a start in its middle what had come', async () => {
  const phone = testPhone(91);
  const made = await madeElsewhere('1', '2', '3');
  const vault = await phone.open();
  await vault.applyPull({ ...PAGE, rows: rowsOf(made.slice(0, 2)), next: 2, more: true });
  await vault.close();

  const again = await phone.open();
  expect(await numbersIn(again)).toEqual(['1', '2']);
  await again.applyPull({ ...PAGE, rows: rowsOf(made.slice(2), 3), next: 3, more: false });
  expect(await numbersIn(again)).toEqual(['1', '2', '3']);
  await again.close();
  expect(await numbersIn(await phone.open())).toEqual(['1', '2', '3']);
});

it('keeps in its first snapshot what another tab had brought, which was not announced to this one', async () => {
  const phone = testPhone(91);
  const made = await madeElsewhere('1', '2');
  const deaf = await phone.open();
  expect(await numbersIn(deaf)).toEqual([]);
  const other = await phone.open();
  await other.applyPull({ ...PAGE, rows: rowsOf(made.slice(0, 1)), next: 1, more: true });
  await deaf.applyPull({ ...PAGE, rows: rowsOf(made.slice(1), 2), next: 2, more: false });
  await deaf.close();
  await other.close();
  expect(await numbersIn(await phone.open())).toEqual(['1', '2']);
});

it('takes a page that repeats a row, and keeps what is held where a page has something else under its id', async () => {
  const [first, second] = await madeElsewhere('1', '2');
  if (!first || !second) throw new Error('two were made');
  const forged = withContentHash({ ...first, payload: { number: '9', hamlet: 'Ấp 3' } });
  const vault = await testPhone(91).open();
  await vault.applyPull({ ...PAGE, rows: rowsOf([first]), next: 1, more: true });
  await vault.applyPull({ ...PAGE, rows: rowsOf([first, second], 2), next: 3, more: true });
  await vault.applyPull({ ...PAGE, rows: rowsOf([forged], 4), next: 4, more: false });
  expect(await numbersIn(vault)).toEqual(['1', '2']);
  expect(await vault.cursor(PAGE)).toEqual({ epoch: 'first', after: 4 });
});
