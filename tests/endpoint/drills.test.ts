/**
 * Goal: an operator who does what OPERATING.md says moves the endpoint to another machine, and brings a backup back, without a phone
 * losing anything or being asked for a code. Method: the real processes and commands, an administrator and an officer who were
 * enrolled as a new commune does it, and a real phone over HTTP.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addHousehold, grantsOn } from '../../src/programme/index.ts';
import { session } from '../../src/protocol/index.ts';
import { fetchNet, type Net } from '../../src/sync/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { testPhone } from '../../src/vault/testing/test-phone.ts';
import { deviceOf, enrolBody } from '../devices.ts';
import { CLI, MAIN, ran, Served } from './served.ts';

const READY = /API: \/api/;

describe('drills of an operator', () => {
  let folder: string;
  let served: Served;
  /** Where the endpoint answers now: the one address that the phone knows stands for it. */
  let url: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'Diễn tập của xã '));
    served = new Served();
  });
  afterEach(async () => {
    await served.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (dataDir: string, until = READY) => {
    const started = await served.start([MAIN], { DATA_DIR: dataDir }, until);
    url = started.url;
    return started.said;
  };
  const cli = (dataDir: string, ...args: string[]) => {
    const { status, out, lines } = ran([CLI, ...args], { DATA_DIR: dataDir });
    expect([status, lines], args[0]).toEqual([0, ['']]);
    return JSON.parse(out) as { scope?: string; epoch?: string };
  };
  const post = async (path: string, body: string, token = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await fetch(url + path, { method: 'POST', headers, body });
    return (await answer.json()) as { account: { id: string }; typed: string };
  };
  const epoch = async () => ((await (await fetch(`${url}/health`)).json()) as { epoch: string }).epoch;

  /** A commune from nothing to the first officer's phone. */
  const founded = async (dataDir: string) => {
    const said = await start(dataDir, /Another one/);
    const typed = /type the code (\S+) there/.exec(said)?.[1] ?? '';
    const { token } = session.parse(await post('/v1/enrol', enrolBody(typed, deviceOf('administrator'))));
    const { scope = '' } = cli(dataDir, 'add-commune', '31064', 'Xã Vĩnh Bình', '--province', 'An Giang');
    const officer = { scope, name: 'Đặng Thị Hòa', phone: '', grants: grantsOn('officer', [scope]) };
    const { account } = await post('/v1/accounts', JSON.stringify(officer), token);
    const code = await post('/v1/enrolment-codes', JSON.stringify({ scope, officerId: account.id }), token);

    const phone = testPhone(531);
    const net: Net = { request: (asked) => fetchNet(url).request(asked) };
    const vault = await phone.openAsItIs();
    const { clock, rng } = phone;
    const tools = { clock, rng, appVersion: 'test', tryExclusive: <T>(_: string, work: () => Promise<T>) => work() };
    const syncClient = createSyncClient({ vault, net, ...tools });
    expect((await syncClient.enrol(code.typed)).kind).toBe('signed-in');
    const add = async (number: string) => {
      const household = addHousehold({ scope, id: uuidv7(clock, rng) }, { number, hamlet: 'Ấp 3' });
      expect((await vault.commit(household)).kind).toBe('saved');
    };
    /** Numbers of the households that the endpoint has. */
    const held = async () => {
      const { token: own = '' } = (await vault.session()) ?? {};
      const headers = { authorization: `Bearer ${own}` };
      const answer = await fetch(`${url}/v1/pull?scope=${scope}`, { headers });
      const { rows } = (await answer.json()) as { rows: { revision: { payload: { number: string } } }[] };
      return rows.map(({ revision }) => revision.payload.number);
    };
    return { vault, syncClient, add, held };
  };

  it('to another machine: the folder is copied, and the phone goes on under the same epoch, with what it saved meanwhile', async () => {
    const [here, there] = [join(folder, 'here'), join(folder, 'there')];
    const { vault, syncClient, add, held } = await founded(here);
    await add('1');
    expect((await syncClient.sync()).kind).toBe('done');
    const before = await epoch();

    await served.stop();
    await add('2');
    expect((await syncClient.sync()).kind).toBe('offline');
    cpSync(here, there, { recursive: true });
    rmSync(here, { recursive: true });
    expect(await start(there)).not.toContain('Nobody administers');
    expect(await epoch()).toBe(before);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(await held()).toEqual(['1', '2']);
    expect(await vault.health()).toMatchObject({ pendingCount: 0, unreceivedCount: 0 });
  });

  it('a backup comes back: the phone offers what is not in it again, once, and needs no code', async () => {
    const [data, file] = [join(folder, 'data'), join(folder, 'hôm qua.sqlite')];
    const { vault, syncClient, add, held } = await founded(data);
    await add('1');
    expect((await syncClient.sync()).kind).toBe('done');
    const before = await epoch();
    cli(data, 'backup', file);
    await add('2');
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await held()).toEqual(['1', '2']);

    await served.stop();
    const { epoch: restored } = cli(data, 'restore', file);
    await start(data);
    expect(await epoch()).toBe(restored);
    expect(restored).not.toBe(before);
    expect(await held()).toEqual(['1']);
    for (let round = 0; round < 2; round += 1) expect((await syncClient.sync()).kind).toBe('done');
    expect(await held()).toEqual(['1', '2']);
    expect(await vault.health()).toMatchObject({ pendingCount: 0, unreceivedCount: 0 });
  });
});
