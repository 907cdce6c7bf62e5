/**
 * Goal: what somebody of another commune relays is judged the same when it comes and whenever it is judged again, is reported to
 * the commune it belongs to, and never to that of who relayed it. Method: rescue bundles written by the protocol's own writer, over the
 * real routes of both databases.
 */
import { gzipSync } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  correctionResponse,
  quarantineList,
  type Revision,
  rescueResponse,
  retryResponse,
  session,
  writeRescue,
} from '../../src/protocol/index.ts';
import { signedRevision } from '../devices.ts';
import { attackedStation, firstHousehold } from './attack.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, type Station } from './station.ts';

const STRANGER = { id: 'cb-9', scopes: [OTHER_SCOPE], code: 'CB-9' };

describe.each(STORES_AND_MEMORY)('bundles relayed by a stranger on %s', (kind) => {
  let station: Station;
  let supervisor: string;
  let stranger: string;

  beforeAll(async () => {
    ({ station, supervisor, attacker: stranger } = await attackedStation(kind, STRANGER));
  });
  afterAll(() => station?.dispose());

  /** A record of a device that nobody has registered yet. */
  const unproven = (device: string): Revision =>
    signedRevision({ ...firstHousehold(station, 'cb-1', device), payload: { number: '41', hamlet: 'Ấp 3' } });
  const relayed = async (revision: Revision) => {
    const { bytes } = writeRescue({
      device: revision.device,
      officer: revision.author,
      scopes: [SCOPE],
      madeAt: station.now(),
      revisions: [{ revId: revision.revId, text: JSON.stringify(revision) }],
      photos: [],
      photosLeft: 0,
    });
    const { communes } = session.omit({ token: true }).parse((await station.ask(supervisor, '/v1/session')).value);
    const encrypter = new Encrypter();
    encrypter.addRecipient(communes.find(({ scope }) => scope === SCOPE)?.rescueKey ?? '');
    const body = await encrypter.encrypt(Uint8Array.from(gzipSync(bytes)));
    const asked = { method: 'POST', path: '/v1/rescue', token: stranger, body, timeoutMs: 1000 } as const;
    const { body: answer } = await station.net.request(asked);
    return rescueResponse.parse(JSON.parse(new TextDecoder().decode(answer)));
  };
  const rowOf = async ({ revId }: Revision) => {
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=open`);
    return quarantineList.parse(value).rows.find((row) => row.revId === revId);
  };
  const retried = async (id: string | undefined) => {
    const { value } = await station.ask(supervisor, '/v1/quarantine/retry', { scope: SCOPE, ids: [id] });
    return retryResponse.parse(value).results;
  };

  it('what waits for a proof still waits for it after a retry, and the supervisor may take it over', async () => {
    const record = unproven(station.uuid());
    expect((await relayed(record)).counts).toMatchObject({ created: 0, quarantined: 1 });
    const id = (await rowOf(record))?.id;
    expect(await retried(id)).toEqual([{ id, outcome: 'kept', code: 'unknown-device' }]);
    expect(await rowOf(record)).toMatchObject({ code: 'unknown-device', resolved: null });
    const { value } = await station.ask(supervisor, '/v1/quarantine/correct', { scope: SCOPE, id, corrections: [] });
    expect(correctionResponse.parse(value)).toMatchObject({ outcome: 'accepted' });
    expect(await rowOf(record)).toBeUndefined();
  });

  it('its import is in the security log of the commune it was made for, and of no other', async () => {
    const before = (await station.store.events()).length;
    const { sha256 } = await relayed(unproven(station.uuid()));
    const events = (await station.store.events()).filter((event) => event.kind === 'rescue-imported');
    expect((await station.store.events()).length).toBe(before + 1);
    expect(events.every(({ scope, actor }) => scope === SCOPE && actor === 'cb-9')).toBe(true);
    expect(JSON.parse(events.at(-1)?.detail ?? '')).toEqual({ sha256, records: 1, photos: 0, photosNotKept: 0 });
  });

  it('comes in as its author’s once its device is known, also after a retry that came too early', async () => {
    const device = station.uuid();
    const record = unproven(device);
    await relayed(record);
    await retried((await rowOf(record))?.id);
    await station.enrol('CB-1', device);
    expect(await rowOf(record)).toBeUndefined();
    expect((await station.heldOf(record.revId))?.contentHash).toBe(record.contentHash);
  });
});
