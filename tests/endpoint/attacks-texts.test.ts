/**
 * Goal: no record with a date that cannot be, or with characters that nobody can see, is accepted; each
 * is kept aside with its reason and can be put right at the desk. Method: the real routes over both databases.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quarantineRecord } from '../../src/protocol/index.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('texts and dates of strangers on %s', (kind) => {
  let station: Station;
  let token: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    token = await station.enrol('CB-1');
  });
  afterAll(() => station?.dispose());

  const codeOf = async (payload: Record<string, unknown>, changed: object = {}) => {
    const { receipts } = await station.push(token, [station.household('1', { payload, ...changed })]);
    return receipts[0]?.status === 'created' ? 'created' : receipts[0]?.code;
  };
  const household = { number: '1', hamlet: 'Ấp 3' };

  it.each([
    ['a zero-width space', 'Ấp\u200b 3'],
    ['a direction override', '\u202eẤp 3'],
    ['a bell', 'Ấp 3\u0007'],
    ['a control character of C1', 'Ấp 3\u009b'],
  ])('%s in a text is kept aside', async (_, hamlet) => {
    expect(await codeOf({ ...household, hamlet })).toBe('unclean-text');
    expect(await codeOf({ ...household, more: [{ deep: hamlet }] }), 'wherever it stands').toBe('unclean-text');
  });

  it('lines, tabs and backslashes are ordinary', async () => {
    expect(await codeOf({ ...household, address: 'dòng 1\n\tdòng 2 \\b \\u0007' })).toBe('created');
  });

  it('9999-12-31, the 31st of February and a phone in 1970 are kept aside; births long ago are not', async () => {
    const person = {
      householdId: station.uuid(),
      name: 'Đặng Thị Hoa',
      birthYear: 1931,
      sex: 'nu',
      relation: 'chu-ho',
      group: '1',
    };
    const born = (birthDate: string) => codeOf({ ...person, birthDate }, { kind: 'citizen' });
    expect(await born('9999-12-31')).toBe('impossible-date');
    expect(await born('1931-02-31')).toBe('impossible-date');
    expect(await born('1931-02-28')).toBe('created');
    expect(await codeOf(household, { deviceTime: '1970-01-01T00:00:00.000Z' })).toBe('impossible-date');
    expect(await codeOf(household, { deviceTime: '9999-12-31T00:00:00.000Z' })).toBe('impossible-date');
  });

  it('the desk is shown which member it is', async () => {
    const made = station.household('2', { payload: { ...household, hamlet: '\u202eẤp 4', nextDate: '9999-12-31' } });
    await station.push(token, [made]);
    const desk = await station.enrol('GS-1');
    const { value } = await station.ask(desk, `/v1/quarantine?scope=${SCOPE}`);
    const row = (value as { rows: { id: string; revId: string }[] }).rows.find(({ revId }) => revId === made.revId);
    const record = await station.ask(desk, `/v1/quarantine/${row?.id}?scope=${SCOPE}`);
    expect(quarantineRecord.parse(record.value).faulty).toMatchObject([
      { path: ['payload', 'nextDate'], why: 'time' },
      { path: ['payload', 'hamlet'], why: 'nul' },
    ]);
  });
});
