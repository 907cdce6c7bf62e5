/**
 * Goal: a phone that keeps work for days is seen, also one that went silent. Method: real routes over both databases,
 * the endpoint's clock moved; one real phone tells of itself through the sync client.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHousehold } from '../../src/programme/index.ts';
import { phoneList } from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe.each(STORES_AND_MEMORY)('phones on %s', (kind) => {
  let station: Station;
  let supervisor: string;
  const start = Date.parse('2026-11-24T02:00:00.000Z');

  beforeAll(async () => {
    station = await Station.open(kind);
    supervisor = await station.enrol('GS-1');
  });
  afterAll(() => station?.dispose());

  const phones = async () => {
    const { status, value } = await station.ask(supervisor, `/v1/phones?scope=${SCOPE}`);
    expect(status).toBe(200);
    return phoneList.parse(value).phones;
  };
  const phoneState = {
    persisted: true,
    appVersion: '0.0.9',
    quarantinedCount: 0,
    maxDeviceSeq: 0,
    journalKind: 'opfs',
  };
  const beat = (token: string, pendingCount: number, oldestPendingAt: string | null) =>
    station.push(token, [], { heartbeat: { ...phoneState, pendingCount, oldestPendingAt } });

  it('flags work older than three days and phones silent with work, those first', async () => {
    const at = (ms: number) => new Date(ms).toISOString();
    const [fine, waiting, old, silent] = [station.uuid(), station.uuid(), station.uuid(), station.uuid()];
    await beat(await station.enrol('CB-1', silent), 2, at(start - HOUR));
    station.millis = start + 3 * DAY;
    await beat(await station.enrol('CB-1', fine), 0, null);
    await beat(await station.enrol('CB-1', waiting), 1, at(station.millis - 3 * DAY));
    await beat(await station.enrol('CB-1', old), 5, at(station.millis - 3 * DAY - 1));
    expect((await phones()).find(({ device }) => device === waiting)?.overdue, 'three days to the moment').toBe(false);
    station.millis += 1;
    // A second sign-in on the same phone is the same phone.
    await beat(await station.enrol('CB-1', fine), 0, null);

    const rows = (await phones()).filter(({ officer }) => officer.id === 'cb-1');
    const flags = Object.fromEntries(rows.map(({ device, overdue }) => [device, overdue]));
    expect(flags).toEqual({ [old]: true, [silent]: true, [waiting]: true, [fine]: false });
    expect(rows.map(({ device }) => device)).toEqual([silent, old, waiting, fine]);
    expect(rows.find(({ device }) => device === old)).toMatchObject({
      officer: { id: 'cb-1', name: 'Tên cb-1' },
      seenAt: at(start + 3 * DAY),
      heartbeat: { pendingCount: 5, appVersion: '0.0.9' },
    });
  });

  it('tells how far a phone’s clock is off, as it last was; a time that is none is no skew', async () => {
    const device = station.uuid();
    const token = await station.enrol('CB-1', device);
    const heartbeat = { ...phoneState, pendingCount: 0, oldestPendingAt: null };
    const own = async () => (await phones()).find((phone) => phone.device === device);
    expect((await own())?.skewMs, 'it has sent no heartbeat yet').toBeNull();
    const YEARS = -11 * 365 * DAY;
    for (const skewMs of [3 * HOUR, -25, YEARS]) {
      const deviceTime = new Date(station.millis + skewMs).toISOString();
      await station.push(token, [], { deviceTime, heartbeat });
      expect((await own())?.skewMs).toBe(skewMs);
    }
    expect((await own())?.heartbeat, 'the phone’s own words are as it sent them').toEqual(heartbeat);
    await station.push(token, [], { deviceTime: station.now() });
    expect((await own())?.skewMs, 'kept with the heartbeat, and only with one').toBe(YEARS);
    await station.push(token, [], { deviceTime: 'hôm qua', heartbeat });
    expect((await own())?.skewMs).toBeNull();
  });

  it('what a push settled waits no more; a phone tells its last number, its journal, and that it was wiped', async () => {
    const { phone, vault, syncClient } = await station.phone(81);
    const save = (number: string) =>
      vault.commit(addHousehold({ scope: SCOPE, id: uuidv7(phone.clock, phone.rng) }, { number, hamlet: 'Ấp 3' }));
    await save('1');
    await save('2');
    expect((await syncClient.sync()).kind).toBe('done');
    const own = async () => (await phones()).find(({ device }) => device === vault.deviceId)?.heartbeat;
    expect(await own()).toMatchObject({
      pendingCount: 0,
      oldestPendingAt: null,
      maxDeviceSeq: 2,
      journalKind: 'memory',
      quarantinedCount: 0,
    });
    expect((await own())?.lastWipeAt, 'nothing to tell').toBeUndefined();
    await vault.close();
    phone.wipe();
    const again = await phone.open();
    expect((await again.health()).lastWipeAt).toBe(phone.clock.now());
    await again.close();
    expect((await (await phone.open()).health()).lastWipeAt, 'still known at the next start').not.toBeNull();
  });

  it('is for supervisors of the commune', async () => {
    const officer = await station.enrol('CB-1');
    const stranger = await station.enrol('GS-2');
    const path = `/v1/phones?scope=${SCOPE}`;
    expect(await station.ask(officer, path)).toEqual({ status: 403, value: { error: 'not-allowed' } });
    expect(await station.ask(stranger, path)).toEqual({ status: 403, value: { error: 'out-of-scope' } });
  });
});
