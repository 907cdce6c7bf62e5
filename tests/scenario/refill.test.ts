/**
 * Goal: an endpoint that comes back from a backup gets everything again that any phone or desk holds, not only what each made
 * itself; and nothing that nobody can prove. Method: the phone that made a record never speaks again, a colleague's does.
 */
import { describe, expect, it } from 'vitest';
import { STORES } from '../endpoint/station.ts';
import { commune } from './index.ts';

describe.each(STORES)('refilling a restored endpoint on %s', (endpoint) => {
  it('records of a phone that is lost and a decision of the desk come back from a colleague’s phone', async () => {
    const village = commune({ endpoint });
    const [lan, van] = [village.officer('Lan').phone(), village.officer('Vân').phone()];
    const desk = village.supervisor('Hạnh').desk();
    for (const each of [lan, van, desk]) await each.sync();
    await village.endpoint.backUp();

    await lan.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ others: 'khá' }).finish();
    await lan.household('Hộ 031').add(['Phạm Văn Út']);
    await lan.sync();
    await desk.sync();
    await desk.household('Hộ 024').person('Đặng Thị Hoa').evaluation().accept();
    await desk.sync();
    await van.sync();
    const records = await village.endpoint.records();

    // Lan's phone falls into the river, and the desk's computer is stolen.
    await village.endpoint.restore();
    expect(await village.endpoint.records()).toBeLessThan(records);
    await van.sync();
    expect(await village.endpoint.records()).toBe(records);
    expect(await van.shows()).toMatchObject({ waiting: 0, needAttention: 0 });

    const later = village.officer('Bình').phone();
    await later.sync();
    expect(await later.shows()).toMatchObject({ households: ['017 Bình Hòa', '024 Bình Hòa', '031 Bình Hòa'] });
    expect(await later.household('Hộ 024').person('Đặng Thị Hoa').evaluation().shows()).toMatchObject({
      status: 'accepted',
    });
    await van.sync();
    expect(await village.endpoint.records(), 'once').toBe(records);
  });

  it('records of a device that the backup does not know wait, and come in when its officer signs in again', async () => {
    const village = commune({ endpoint });
    const van = village.officer('Vân').phone();
    await van.sync();
    await village.endpoint.backUp();
    const lan = village.officer('Lan').phone();
    await lan.household('Hộ 031').add(['Phạm Văn Út']);
    await lan.sync();
    await van.sync();
    const records = await village.endpoint.records();

    await village.endpoint.restore();
    await village.officer('Lan').enteredAgain();
    await van.sync();
    const desk = village.supervisor('Hạnh').desk();
    expect((await desk.quarantine()).map(({ code }) => code)).toEqual(['unknown-device', 'unknown-device']);
    await lan.signIn();
    expect(await desk.quarantine()).toEqual([]);
    expect(await village.endpoint.records()).toBe(records);
    await lan.sync();
    expect(await lan.shows()).toMatchObject({ waiting: 0, needAttention: 0 });
  });
});
