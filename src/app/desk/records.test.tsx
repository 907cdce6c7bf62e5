// @vitest-environment happy-dom
/**
 * Goal: the list of a kind shows each record once, whatever is pressed while a page is on its way. Method: the real list against
 * the real endpoint with more records than two pages have; only the network is ours, and keeps answers back when it is told to.
 */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SCOPE, Station } from '../../../tests/endpoint/station.ts';
import { definitionOf } from '../../programme/index.ts';
import { canonicalText, RECORDS_LIMITS, type Revision, session as sessionSchema } from '../../protocol/index.ts';
import { SessionContext } from '../services.ts';
import { Records } from './records.tsx';

const { pageMax } = RECORDS_LIMITS;
let station: Station;
/** Paths that were asked for, in their order. */
let asked: string[];
/** What is asked for after a page waits for it; null: nothing waits. */
let gate: PromiseWithResolvers<'answer' | 'cut'> | null;

beforeEach(async () => {
  station = await Station.open('sqlite');
  asked = [];
  gate = null;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(path);
    const waits = gate;
    if (waits !== null && !path.endsWith('after=') && (await waits.promise) === 'cut')
      throw new TypeError('no network');
    return station.app.request(path, init);
  });
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await station.dispose();
});

const append = (revisions: readonly Revision[]) =>
  station.store.append({
    accepted: revisions.map((revision) => ({ revision, body: canonicalText(revision), score: null, blobs: [] })),
    quarantined: [],
    submittedBy: 'cb-1',
    receivedAt: station.now(),
  });

/** Opens the desk of a commune with so many households and two visits. */
async function show(householdCount: number): Promise<void> {
  await append(Array.from({ length: householdCount }, (_, at) => station.household(String(at + 1))));
  const payload = definitionOf('visit')?.example as Record<string, unknown>;
  await append([1, 2].map(() => station.household('', { kind: 'visit', payload })));
  const { vault } = await station.phone(71, 'GS-1');
  const session = sessionSchema.parse(await vault.session());
  asked = [];
  render(
    <SessionContext value={session}>
      <Records scope={SCOPE} />
    </SessionContext>,
  );
}
const choose = async (kind: string, rowCount: number) => {
  fireEvent.change(screen.getByTestId('records-kind'), { target: { value: kind } });
  await waitFor(() => expect(rows()).toHaveLength(rowCount));
};
const rows = () => screen.queryAllByTestId('record').map(({ textContent }) => textContent);
const more = () => screen.queryByTestId('records-more');
const press = () => fireEvent.click(screen.getByTestId('records-more'));
const answersTo = (kind: string) => asked.filter((path) => path.startsWith(`/v1/records/${kind}?`)).length;

it('goes on page by page, each record once, and ends', async () => {
  await show(2 * pageMax + 20);
  await choose('household', pageMax);
  press();
  await waitFor(() => expect(rows()).toHaveLength(2 * pageMax));
  press();
  await waitFor(() => expect(rows()).toHaveLength(2 * pageMax + 20));
  expect(new Set(rows()).size).toBe(2 * pageMax + 20);
  expect(more()).toBeNull();
});

it('asks for a page once, and offers it again where it did not come', async () => {
  await show(pageMax + 5);
  await choose('household', pageMax);
  gate = Promise.withResolvers();
  press();
  await waitFor(() => expect(answersTo('household')).toBe(2));
  expect(more(), 'not a second time while it is on its way').toBeNull();
  gate.resolve('cut');
  expect((await screen.findByTestId('desk-problem')).textContent).not.toBe('');
  gate = null;
  press();
  await waitFor(() => expect(rows()).toHaveLength(pageMax + 5));
  expect(more()).toBeNull();
});

it('puts no page of one kind under another', async () => {
  await show(pageMax + 5);
  await choose('household', pageMax);
  gate = Promise.withResolvers();
  const late = gate;
  press();
  await choose('visit', 2);
  gate = null;
  late.resolve('answer');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(rows()).toHaveLength(2);
  expect(more()).toBeNull();
});

it('takes no page of a list that was left and chosen again meanwhile', async () => {
  await show(pageMax + 5);
  await choose('household', pageMax);
  gate = Promise.withResolvers();
  const late = gate;
  press();
  await choose('visit', 2);
  await choose('household', pageMax);
  gate = null;
  press();
  await waitFor(() => expect(rows()).toHaveLength(pageMax + 5));
  late.resolve('answer');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(rows()).toHaveLength(pageMax + 5);
  expect(more()).toBeNull();
});

it('names a record whose history is too large to be shown, and does not say that there is none', async () => {
  const first = station.household('9');
  const payload = { ...first.payload, address: 'x'.repeat(60_000) };
  const { entityId, revId } = first;
  await append([
    first,
    ...Array.from({ length: 36 }, () => station.household('', { entityId, parents: [revId], payload })),
  ]);
  await show(0);
  await choose('household', 0);
  expect((await screen.findByTestId('record-too-large')).textContent).toContain(entityId);
  expect(screen.queryByText('Xã chưa có bản ghi nào loại này')).toBeNull();
  await choose('visit', 2);
  expect(screen.queryByTestId('record-too-large')).toBeNull();
});
