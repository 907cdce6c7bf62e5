/**
 * Goal: the security log tells who signed in, was refused, imported and decided, holds under many writers at once, and shows
 * where it was tampered with. Method: the real routes over both databases; rows changed behind the endpoint's back.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupCommand } from '../../src/endpoint/cli-backup.ts';
import { verifyEventsCommand } from '../../src/endpoint/cli-verify-events.ts';
import { type ChainedEvent, INSTANCE, verifyEvents } from '../../src/endpoint/events/chain.ts';
import { enrolBody } from '../devices.ts';
import { SCOPE, STORES, Station } from './station.ts';

describe.each(STORES)('security events on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  const verified = async () => verifyEvents(await station.store.events(), await station.store.eventHeads());
  const logged = async (scope: string) =>
    (await station.store.events()).filter((event) => event.scope === scope).map((event) => [event.kind, event.actor]);

  it('tell sign-ins, refusals, decisions and sign-outs, without a code, a name or a reason', async () => {
    const token = await station.enrol('CB-1');
    const wrong = { method: 'POST', body: enrolBody('SECRET-CODE', station.uuid()) };
    expect((await station.app.request('/v1/enrol', wrong)).status).toBe(403);
    expect(await logged(INSTANCE)).toEqual([['sign-in-refused', '']]);
    const made = station.household('1', { payload: { number: '', hamlet: 'Ấp bí mật' } });
    await station.push(token, [made]);
    const desk = await station.enrol('GS-1');
    const { value } = await station.ask(desk, `/v1/quarantine?scope=${SCOPE}`);
    const [row] = (value as { rows: { id: string }[] }).rows;
    await station.ask(desk, '/v1/quarantine/retry', { scope: SCOPE });
    const reason = 'Lý do bí mật';
    expect((await station.ask(desk, '/v1/quarantine/close', { scope: SCOPE, id: row?.id, reason })).status).toBe(200);
    await station.ask(token, '/v1/sign-out', {});
    expect(await logged(SCOPE)).toEqual([
      ['device-registered', 'cb-1'],
      ['signed-in', 'cb-1'],
      ['device-registered', 'gs-1'],
      ['signed-in', 'gs-1'],
      ['quarantine-retried', 'gs-1'],
      ['quarantine-closed', 'gs-1'],
      ['signed-out', 'cb-1'],
    ]);
    const text = JSON.stringify(await station.store.events());
    for (const secret of ['SECRET', 'bí mật', 'Tên']) expect(text).not.toContain(secret);
    expect(await verified()).toBeNull();
  });

  it('form one chain a scope, however many write at once', async () => {
    const event = (scope: string, n: number) =>
      ({ scope, at: station.now(), actor: `a${n}`, kind: 'signed-in', detail: { n } }) as const;
    const before = (await station.store.events()).length;
    const writes = Array.from({ length: 40 }, (_, n) => [event('one', n), event(n % 2 ? 'two' : INSTANCE, n)]);
    await Promise.all(writes.map((events) => station.store.addEvents(events)));
    expect(await station.store.events()).toHaveLength(before + 80);
    expect(await verified()).toBeNull();
    expect((await station.store.eventHeads()).find(({ scope }) => scope === 'one')).toMatchObject({ n: 40 });
  });

  // PostgreSQL has no backup command of ours. A test that is skipped counts as one that failed: there it is none.
  const onSqlite = kind === 'sqlite' ? it : () => undefined;
  onSqlite('are verified from the command line, against the heads that a backup told', async () => {
    const before = process.env.DATA_DIR;
    process.env.DATA_DIR = station.folder;
    try {
      const { stdout } = await backupCommand([join(station.folder, 'backup.sqlite')]);
      const { events } = JSON.parse(stdout ?? '') as { events: string[] };
      expect(events).toHaveLength((await station.store.eventHeads()).length);
      expect(await verifyEventsCommand(events)).toMatchObject({ code: 0 });
      const other = `${SCOPE}:1:${'0'.repeat(64)}`;
      expect(await verifyEventsCommand([...events, other])).toEqual({
        code: 1,
        stdout: JSON.stringify({ verified: false, broken: { scope: SCOPE, n: 1, why: 'not-the-head' } }),
      });
      expect(await verifyEventsCommand(['nonsense'])).toMatchObject({ code: 2 });
    } finally {
      if (before === undefined) delete process.env.DATA_DIR;
      else process.env.DATA_DIR = before;
    }
  });

  it('show the first place at which they were tampered with', async () => {
    const noted = (await station.store.eventHeads()).filter(({ scope }) => scope === 'one');
    await station.sql("update events set actor = 'nobody' where scope = 'one' and n = 7");
    expect(await verified()).toEqual({ scope: 'one', n: 7, why: 'changed' });
    await station.sql("delete from events where scope = 'one' and n = 7");
    expect(await verified()).toEqual({ scope: 'one', n: 7, why: 'missing' });
    await station.sql("delete from events where scope = 'one' and n > 6");
    expect(await verified(), 'the head is kept beside').toEqual({ scope: 'one', n: 7, why: 'missing' });
    const events: readonly ChainedEvent[] = await station.store.events();
    expect(verifyEvents(events, []), 'an end that is cut off is found by a head alone').toBeNull();
    expect(verifyEvents(events, noted)).toEqual({ scope: 'one', n: 7, why: 'missing' });
  });
});
