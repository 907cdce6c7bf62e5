/**
 * Goal: a list or an export of a kind has every entity of it, or names it. Method: more entities than a page has, some erased
 * before the rows were made anew, some with a history too large to be shown, wherever in the order; each page and the export
 * over both databases.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionOf } from '../../src/programme/index.ts';
import { canonicalText, RECORDS_LIMITS, type Revision, recordList } from '../../src/protocol/index.ts';
import { OTHER_SCOPE, SCOPE, STORES, Station } from './station.ts';

describe.each(STORES)('records of a kind on %s', (kind) => {
  let station: Station;
  let supervisor: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    supervisor = await station.enrol('GS-1');
  });
  afterAll(() => station?.dispose());

  const append = (revisions: readonly Revision[]) =>
    station.store.append({
      accepted: revisions.map((revision) => ({ revision, body: canonicalText(revision), score: null, blobs: [] })),
      quarantined: [],
      submittedBy: 'cb-1',
      receivedAt: station.now(),
    });
  /** Erases as a later command will do it; the rows of views are not made anew yet. */
  const erase = async (revision: Revision) => {
    const body = canonicalText({ ...revision, payload: null, erasedAt: '2026-11-28T00:00:00.000Z' });
    await station.sql(`update revisions set body = '${body.replaceAll("'", "''")}' where rev_id = '${revision.revId}'`);
  };
  /** More than 2 MiB of one entity. */
  const large = (of: Revision): Revision[] =>
    Array.from({ length: 36 }, () =>
      station.household('', {
        kind: of.kind,
        entityId: of.entityId,
        scope: of.scope,
        parents: [of.revId],
        payload: { ...of.payload, [of.kind === 'household' ? 'address' : 'note']: 'x'.repeat(60_000) },
      }),
    );
  const exported = async (of: string, scope = SCOPE) => {
    const { value } = await station.ask(supervisor, `/v1/export/${of}?scope=${scope}`);
    return recordList.parse(value);
  };
  /** @returns the ids that each page shows */
  const pages = async (of: string): Promise<string[][]> => {
    const all: string[][] = [];
    for (let after: string | null = ''; after !== null; ) {
      const { value } = await station.ask(supervisor, `/v1/records/${of}?scope=${SCOPE}&after=${after}`);
      const page = recordList.parse(value);
      all.push([...page.rows.map(({ id }) => id), ...page.tooLarge]);
      after = page.next;
    }
    return all;
  };

  it('erased ones end no page, wherever they stand', async () => {
    const { pageMax } = RECORDS_LIMITS;
    const made = Array.from({ length: 2 * pageMax + 20 }, (_, at) => station.household(String(at)));
    await append(made);
    const erased = new Set([0, 7, pageMax - 1, pageMax, pageMax + 1, 2 * pageMax - 1]);
    // A whole page of nothing but what was erased is followed by the next one, too.
    for (let at = pageMax; at < 2 * pageMax; at += 1) erased.add(at);
    for (const at of erased) await erase(made[at] as Revision);
    const left = made.flatMap(({ entityId }, at) => (erased.has(at) ? [] : [entityId]));
    const { rows, tooLarge, next } = await exported('household');
    expect(rows.map(({ id }) => id)).toEqual(left);
    expect([tooLarge, next]).toEqual([[], null]);
    const shown = await pages('household');
    expect(shown.flat()).toEqual(left);
    expect(shown.map((page) => page.length)).toEqual([pageMax - 3, 0, 20]);
  });

  it.each(['household', 'visit'] as const)('a %s whose history is too large is named by its id', async (of) => {
    const payload = definitionOf(of)?.example as Record<string, unknown>;
    const made = Array.from({ length: 5 }, () => station.household('', { kind: of, payload }));
    const before = await exported(of);
    await append(made);
    for (const at of [0, 3]) await append(large(made[at] as Revision));
    const ids = made.map(({ entityId }) => entityId);
    const { rows, tooLarge } = await exported(of);
    expect(tooLarge).toEqual([ids[0], ids[3]]);
    expect(rows.map(({ id }) => id)).toEqual([...before.rows.map(({ id }) => id), ids[1], ids[2], ids[4]]);
    expect((await pages(of)).flat().toSorted()).toEqual([...rows.map(({ id }) => id), ...tooLarge].toSorted());
  });

  it('of two kinds under one id each is listed for itself, and nothing of another commune', async () => {
    const payload = definitionOf('visit')?.example as Record<string, unknown>;
    const visit = station.household('', { kind: 'visit', payload });
    const consent = station.household('', {
      kind: 'consent',
      entityId: visit.entityId,
      payload: definitionOf('consent')?.example as Record<string, unknown>,
    });
    const elsewhere = station.household('', { kind: 'visit', payload, scope: OTHER_SCOPE, author: 'gs-2' });
    await append([visit, consent, ...large(visit)]);
    await append([elsewhere, ...large(elsewhere)]);
    expect((await exported('visit')).tooLarge).toContain(visit.entityId);
    expect((await exported('visit')).tooLarge).not.toContain(elsewhere.entityId);
    const consents = await exported('consent');
    expect([consents.rows.map(({ id }) => id), consents.tooLarge]).toEqual([[visit.entityId], []]);
  });

  it('a record that only a view cannot take is among the rows, and not named as too large', async () => {
    const odd = station.household('', { payload: { number: 5, hamlet: 'Ấp Lạ' } });
    await append([odd]);
    const { rows, tooLarge } = await exported('household');
    expect(rows.map(({ id }) => id)).toContain(odd.entityId);
    expect(tooLarge).not.toContain(odd.entityId);
  });
});
