/**
 * Goal: an endpoint that comes back from a backup knows older tokens than the phones have, or none: no phone loses anything, and
 * none is asked for a code that has one the endpoint still knows. Method: real phones over many days, and the real commands of
 * backing up and restoring.
 */
import { describe, expect, it } from 'vitest';
import { STORES } from '../endpoint/station.ts';
import { commune } from './index.ts';

const A_DAY = { days: 1 };

describe.each(STORES)('tokens after a restore on %s', (endpoint) => {
  it('a phone whose token was replaced since goes on by a former one, and is given a new one again', async () => {
    const village = commune({ endpoint });
    const lan = village.officer('Lan').phone();
    await lan.sync();
    const token = async () => (await (await lan.opened()).vault.session())?.token;
    const atBackup = await token();
    await village.endpoint.backUp();
    for (let day = 0; day < 4; day += 1) {
      village.clock.forward(A_DAY);
      await lan.household(`Hộ 04${day}`).add(['Phạm Văn Út']);
      await lan.sync();
    }
    expect(await token()).not.toBe(atBackup);
    await lan.offline();
    await lan.household('Hộ 050').add(['Phạm Văn Hai']);
    await lan.online();
    const records = await village.endpoint.records();

    await village.endpoint.restore();
    expect(await lan.trySync()).toBe('done');
    expect(await village.endpoint.records()).toBe(records + 2);
    expect(await lan.shows()).toMatchObject({ waiting: 0, needAttention: 0 });
    const after = await token();
    village.clock.forward(A_DAY);
    for (let round = 0; round < 2; round += 1) await lan.sync();
    expect(await token()).not.toBe(after);
    expect(await village.endpoint.records()).toBe(records + 2);
  });

  it('a phone that was enrolled since keeps its work, asks for a code, and brings everything with it', async () => {
    const village = commune({ endpoint });
    await village.officer('Vân').phone().sync();
    await village.endpoint.backUp();
    const lan = village.officer('Lan').phone();
    await lan.household('Hộ 031').add(['Phạm Văn Út']);
    await lan.sync();
    const records = await village.endpoint.records();
    await village.endpoint.restore();
    await village.officer('Lan').enteredAgain();
    await lan.household('Hộ 032').add(['Phạm Văn Ba']);
    expect(await lan.trySync()).toBe('signed-out');
    expect(await lan.shows()).toMatchObject({ waiting: 2 });
    await lan.signIn();
    await lan.sync();
    expect(await village.endpoint.records()).toBe(records + 2);
    expect(await lan.shows()).toMatchObject({ waiting: 0, needAttention: 0 });
  });

  it('somebody who takes the id of such a phone first harms nobody: it takes another id, and a supervisor sees its former work', async () => {
    const village = commune({ endpoint });
    await village.officer('Vân').phone().sync();
    await village.endpoint.backUp();
    const lan = village.officer('Lan').phone();
    await lan.household('Hộ 031').add(['Phạm Văn Út']);
    await lan.sync();
    const { deviceId } = (await lan.opened()).vault;
    await village.endpoint.restore();
    await village.officer('Lan').enteredAgain();
    const van = await village.officer('Vân').phone().opened();
    const { publicKey = '' } = (await van.vault.signText('')) ?? {};
    await village
      .officer('Vân')
      .phone()
      .ask('POST', '/v1/push', {
        proto: 'cdht.push/1',
        device: deviceId,
        deviceTime: village.clock.instant(),
        revisions: [],
        register: { publicKey, devices: [deviceId] },
      });
    await lan.signIn();
    expect((await lan.opened()).vault.deviceId).not.toBe(deviceId);
    await lan.household('Hộ 032').add(['Phạm Văn Ba']);
    await lan.sync();
    const desk = village.supervisor('Hạnh').desk();
    expect((await desk.quarantine()).length).toBe(2);
    expect(await lan.shows()).toMatchObject({ needAttention: 2 });
  });
});
