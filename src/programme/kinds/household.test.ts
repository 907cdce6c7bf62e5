/** The shortest test of a kind: a record of it is saved on a phone, synced, and held by the endpoint as it was made. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SCOPE, Station } from '../../../tests/endpoint/station.ts';
import { newRevision } from '../commands/index.ts';
import { household } from './household.ts';

let station: Station;
beforeAll(async () => {
  station = await Station.open('sqlite');
});
afterAll(() => station.dispose());

it('a household that an officer writes down reaches the endpoint as it was made', async () => {
  const { vault, syncClient } = await station.phone(91, 'CB-1');
  const ref = { scope: SCOPE, id: station.uuid() };
  const saved = await vault.commit([newRevision('household', ref, household.example)]);
  if (saved.kind !== 'saved') throw new Error(saved.kind);
  await syncClient.sync();
  const [revision] = saved.revisions;
  expect(await station.heldOf(revision?.revId ?? '')).toMatchObject({ contentHash: revision?.contentHash });
});
