/**
 * Goal: administrators read who did what in their commune, filtered and a page at a time, and see whether the log is as it was
 * written. Method: the real routes over both databases and the memory of the simulation; real pushes, lists and exports.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyEvents } from '../../src/endpoint/events/chain.ts';
import { addHamlet, closeCampaign, firstCampaign, openCampaign } from '../../src/programme/index.ts';
import { EVENT_KINDS, EVENTS_PAGE, eventCheck, eventList } from '../../src/protocol/index.ts';
import { itInDatabase, OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('the event log on %s', (kind) => {
  let station: Station;
  let administrator: string;
  beforeEach(async () => {
    station = await Station.open(kind);
    administrator = await station.enrol('QT-1');
  });
  afterEach(() => station?.dispose());

  const log = async (query: Record<string, string> = {}) => {
    const { status, value } = await station.ask(
      administrator,
      `/v1/events?${new URLSearchParams({ scope: SCOPE, ...query })}`,
    );
    expect(status).toBe(200);
    return eventList.parse(value);
  };
  const check = async () =>
    eventCheck.parse((await station.ask(administrator, `/v1/events/check?scope=${SCOPE}`)).value);
  const review = (decision: string) =>
    station.household('', {
      kind: 'review',
      author: 'gs-1',
      payload: { evaluationId: station.uuid(), revId: station.uuid(), decision, at: '2026-11-25T09:00:00+07:00' },
    });

  it('is filtered by kind, person and days of Việt Nam', async () => {
    await station.enrol('CB-1');
    const night = await station.enrol('GS-1');
    // It is 23:59:59 in Việt Nam, then midnight.
    station.millis = Date.parse('2026-11-24T16:59:59.000Z');
    await station.ask(night, '/v1/sign-out', {});
    station.millis += 1000;
    await station.enrol('GS-1');
    const kinds = async (query: Record<string, string>) =>
      (await log(query)).events.map((event) => [event.kind, event.actor]);
    expect(await kinds({ kind: 'signed-out' })).toEqual([['signed-out', 'gs-1']]);
    expect(await kinds({ actor: 'cb-1' })).toEqual([
      ['signed-in', 'cb-1'],
      ['device-registered', 'cb-1'],
    ]);
    expect(await kinds({ from: '2026-11-25' })).toEqual([
      ['signed-in', 'gs-1'],
      ['device-registered', 'gs-1'],
    ]);
    expect((await kinds({ to: '2026-11-24' }))[0]).toEqual(['signed-out', 'gs-1']);
    expect(await kinds({ from: '2026-11-25', to: '2026-11-24' })).toEqual([]);
    for (const wrong of ['kind=nothing', 'from=2026-02-30', 'to=hôm qua', 'before=0', 'before=x', 'actor=']) {
      expect((await station.ask(administrator, `/v1/events?scope=${SCOPE}&${wrong}`)).status, wrong).toBe(400);
    }
  });

  it('has pages, each event once, and the names of those it tells of', async () => {
    const event = (n: number) =>
      ({
        scope: SCOPE,
        at: station.now(),
        actor: 'qt-1',
        kind: 'account-closed',
        detail: { account: 'cb-1', n },
      }) as const;
    await station.store.addEvents(Array.from({ length: EVENTS_PAGE + 1 }, (_, n) => event(n)));
    const filter = { kind: 'account-closed' };
    const first = await log(filter);
    expect([first.events.length, first.more, first.people]).toEqual([EVENTS_PAGE, true, { 'cb-1': 'Tên cb-1' }]);
    expect(first.events[0]).toMatchObject({ actorName: 'Tên qt-1', detail: { account: 'cb-1', n: EVENTS_PAGE } });
    const second = await log({ ...filter, before: String(first.events.at(-1)?.n) });
    expect([second.events.map(({ detail }) => detail.n), second.more]).toEqual([[0], false]);
  });

  it('tells of a decision that a phone pushes, once, by whom it is', async () => {
    await station.register(review('accepted'));
    const supervisor = await station.enrol('GS-1');
    const decisions = [review('accepted'), review('returned')];
    await station.push(supervisor, decisions);
    await station.push(supervisor, decisions);
    const { events } = await log({ kind: 'evaluation-decided' });
    expect(events.map(({ actor, detail }) => [actor, detail])).toEqual(
      decisions
        .map(({ payload }) => payload as { evaluationId: string; decision: string })
        .map(({ evaluationId, decision }) => ['gs-1', { evaluation: evaluationId, decision }])
        .reverse(),
    );
  });

  it('tells what the administration saved of hamlets and campaigns, once, by whom it is', async () => {
    const { vault, syncClient } = await station.phone(31, 'QT-1');
    const campaign = firstCampaign(2026, '80');
    await vault.commit([
      ...addHamlet({ scope: SCOPE, id: station.uuid() }, { name: 'Ấp Bình Phước', unit: 'Ấp' }),
      ...openCampaign(SCOPE, campaign),
    ]);
    await vault.commit(closeCampaign(SCOPE, campaign, 'closing'));
    await syncClient.sync();
    const told = async (kind: string) => (await log({ kind })).events.map(({ actor, detail }) => [actor, detail]);
    expect(await told('hamlet-saved')).toEqual([['qt-1', { name: 'Ấp Bình Phước', to: '' }]]);
    expect(await told('campaign-saved')).toEqual(
      ['closing', 'open'].map((state) => ['qt-1', { name: 'Đợt năm 2026', state }]),
    );
  });

  it('tells of a decision of a revoked phone when it is accepted, and before that only that something was handed in', async () => {
    const device = station.uuid();
    const supervisor = await station.enrol('GS-1', device);
    await station.store.revokeDevice(device, station.now());
    const late = review('accepted');
    await station.push(supervisor, [late]);
    expect((await log({ kind: 'evaluation-decided' })).events).toEqual([]);
    expect((await log({ kind: 'handed-in' })).events.map(({ detail }) => detail)).toEqual([
      { device, why: 'revoked', records: 1 },
    ]);
    await station.ask(administrator, '/v1/quarantine/retry', { scope: SCOPE });
    expect((await log({ kind: 'evaluation-decided' })).events).toMatchObject([{ actor: 'gs-1' }]);
  });

  it('tells who read identity numbers at the desk or took them out, and nothing of a number', async () => {
    const cccd = '091162000001';
    const officer = await station.enrol('CB-1');
    const made = station.household('', { kind: 'identity', payload: { citizenId: station.uuid(), cccd } });
    const faulty = station.household('', { kind: 'identity', payload: { citizenId: '', cccd } });
    await station.push(officer, [made, faulty]);
    const supervisor = await station.enrol('GS-1');
    await station.ask(supervisor, `/v1/records/household?scope=${SCOPE}`);
    expect((await log({ kind: 'identity-viewed' })).events).toEqual([]);
    await station.ask(supervisor, `/v1/records/identity?scope=${SCOPE}`);
    await station.ask(supervisor, `/v1/export/identity?scope=${SCOPE}`);
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}`);
    const [row] = (value as { rows: { id: string }[] }).rows;
    await station.ask(supervisor, `/v1/quarantine/${row?.id}?scope=${SCOPE}`);
    expect((await log({ actor: 'gs-1' })).events.slice(0, 3).map((event) => [event.kind, event.detail])).toEqual([
      ['identity-viewed', { quarantined: row?.id }],
      ['records-exported', { kind: 'identity', records: 1 }],
      ['identity-viewed', { records: 1 }],
    ]);
    expect(JSON.stringify(await station.store.events())).not.toContain(cccd);
  });

  it('is checked from its first event on, each commune alone', async () => {
    const held = await check();
    expect(held).toMatchObject({ checkedAt: station.now(), count: 2, broken: null });
    expect(held.hash).toBe((await log()).events[0]?.hash);
    expect(verifyEvents(await station.store.events(), await station.store.eventHeads())).toBeNull();
  });

  itInDatabase(kind)('says where it was tampered with', async () => {
    await station.sql(`update events set actor = 'nobody' where scope = '${OTHER_SCOPE}' and n = 1`);
    expect((await check()).broken).toBeNull();
    await station.sql(`update events set actor = 'nobody' where scope = '${SCOPE}' and n = 2`);
    expect((await check()).broken).toEqual({ n: 2, why: 'changed' });
    await station.sql(`delete from events where scope = '${SCOPE}' and n = 2`);
    expect(await check()).toMatchObject({ count: 1, broken: { n: 2, why: 'missing' } });
  });
});

it('has no kind that nothing writes', () => {
  const folder = new URL('../../src/endpoint/', import.meta.url);
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((file) => file.endsWith('.ts'));
  const text = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  expect(EVENT_KINDS.filter((kind) => !text.includes(`'${kind}'`))).toEqual([]);
});
