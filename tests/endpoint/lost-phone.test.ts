/**
 * Goal: whoever answers for a lost phone reads what had arrived from it, what may be on it, and since when the loss is known.
 * Method: the real routes over both databases and the memory of the simulation; a phone that pushes, goes silent and is revoked.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitionOf } from '../../src/programme/index.ts';
import { lostPhone } from '../../src/protocol/index.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const HOUR = 3_600_000;

describe.each(STORES_AND_MEMORY)('a lost phone on %s', (kind) => {
  let station: Station;
  beforeEach(async () => {
    station = await Station.open(kind);
  });
  afterEach(() => station?.dispose());

  const about = async (asker: string, device: string, scope = SCOPE) => {
    const { status, value } = await station.ask(asker, `/v1/phones/${device}/lost?scope=${scope}`);
    return status === 200 ? lostPhone.parse(value) : { status, value };
  };
  const beat = (pendingCount: number) => ({
    heartbeat: {
      ...{ persisted: true, appVersion: '0.0.9', quarantinedCount: 0, maxDeviceSeq: 0, journalKind: 'opfs' },
      ...{ pendingCount, oldestPendingAt: station.now() },
    },
  });

  it('tells what had come, by kind, what still waited, and whose lists its person could read', async () => {
    const device = station.uuid();
    const officer = await station.enrol('CB-1', device);
    const start = station.now();
    const made = station.household('1', { device });
    const payload = { ...(definitionOf('citizen')?.example as object), householdId: made.entityId };
    const citizen = station.household('', { device, kind: 'citizen', payload });
    const faulty = station.household('2', { device, payload: { number: '', hamlet: '' } });
    await station.push(officer, [made]);
    station.millis += HOUR;
    await station.push(officer, [citizen, faulty], beat(5));
    const supervisor = await station.enrol('GS-1');
    expect(await about(supervisor, device)).toEqual({
      device,
      name: null,
      officer: { id: 'cb-1', name: 'Tên cb-1' },
      enrolledAt: start,
      seenAt: station.now(),
      revokedAt: null,
      reportedAt: null,
      pendingCount: 3,
      arrived: [
        { kind: 'citizen', count: 1, lastAt: station.now() },
        { kind: 'household', count: 1, lastAt: start },
      ],
      waitingCount: 1,
      communes: [{ scope: SCOPE, name: 'Xã Vĩnh Bình', households: 1, people: 1 }],
      readsIdentity: false,
    });
  });

  it('keeps since when the loss is known, which is never later than the revocation', async () => {
    const [device, other] = [station.uuid(), station.uuid()];
    await station.enrol('CB-1', device);
    await station.enrol('CB-1', other);
    const supervisor = await station.enrol('GS-1');
    const reportedAt = new Date(station.millis - HOUR).toISOString();
    const revoke = (of: string, at: string) =>
      station.ask(supervisor, `/v1/phones/${of}/revoke`, { scope: SCOPE, reason: 'Mất máy', reportedAt: at });
    expect((await revoke(device, 'hôm qua')).status).toBe(400);
    expect(await revoke(device, '2026-11-24T08:00:00+07:00')).toMatchObject({ value: { revoked: true } });
    await revoke(other, '2027-01-01T00:00:00Z');
    expect(await about(supervisor, device)).toMatchObject({ revokedAt: station.now(), reportedAt });
    expect(await about(supervisor, other)).toMatchObject({ reportedAt: station.now() });
    // Found and enrolled again, it is lost no more.
    await station.enrol('CB-1', device);
    expect(await about(supervisor, device)).toMatchObject({ revokedAt: null, reportedAt: null });
  });

  it('is told of to whoever may revoke it, with figures of those communes only that they may see', async () => {
    await station.putOfficers([{ id: 'cb-2', role: 'officer', scopes: [SCOPE, OTHER_SCOPE], code: 'CB-2' }]);
    const device = station.uuid();
    await station.enrol('CB-2', device);
    await station.putOfficers([{ id: 'gs-3', role: 'supervisor', scopes: [SCOPE, OTHER_SCOPE], code: 'GS-3' }]);
    const desk = station.uuid();
    await station.enrol('GS-3', desk);
    const administrator = await station.enrol('QT-1');
    expect(await about(administrator, device)).toMatchObject({
      communes: [
        { scope: SCOPE, households: 0, people: 0 },
        { scope: OTHER_SCOPE, households: 0, people: 0 },
      ],
      readsIdentity: false,
    });
    expect(await about(administrator, desk)).toMatchObject({ readsIdentity: true });
    const supervisor = await station.enrol('GS-1');
    // Its officer works elsewhere, too: who may not enrol there may not revoke, and is told nothing.
    expect(await about(supervisor, device)).toEqual({ status: 409, value: { error: 'not-for-this-person' } });
    expect(await about(supervisor, station.uuid())).toEqual({ status: 404, value: { error: 'unknown-device' } });
    expect(await about(await station.enrol('CB-1'), device)).toMatchObject({ status: 403 });
  });
});
