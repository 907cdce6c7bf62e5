/** Goal: the page of a lost phone never promises more time, or more work kept, than there is. Method: instants and posts by hand. */
import { describe, expect, it } from 'vitest';
import { lossNotice, lostWork, onPhoneOf, reportedBy } from './lost-phone.ts';
import { vietnamDayEnd, vietnamDayStart } from './vietnamese/vietnam-day.ts';
import { instantOfVietnamMinute, vietnamMinute } from './vietnamese/vietnam-minute.ts';

const REPORTED = '2026-11-24T02:00:00.000Z';

describe('a lost phone', () => {
  it('is to be told of within 72 hours of its report', () => {
    expect(lossNotice(REPORTED, REPORTED)).toEqual({
      deadline: '2026-11-27T02:00:00.000Z',
      hoursLeft: 72,
      isOver: false,
    });
    expect(lossNotice(REPORTED, '2026-11-24T02:00:01.000Z').hoursLeft).toBe(71);
    expect(lossNotice(REPORTED, '2026-11-27T02:00:00.000Z')).toMatchObject({ hoursLeft: 0, isOver: false });
    expect(lossNotice(REPORTED, '2026-11-27T02:00:00.001Z')).toMatchObject({ hoursLeft: 0, isOver: true });
    expect(lossNotice(REPORTED, '2026-12-24T02:00:00.000Z').hoursLeft).toBe(0);
    expect(() => lossNotice('hôm qua', REPORTED)).toThrow(RangeError);
  });

  it('was reported before one heard of it, whatever a clock says', () => {
    expect(reportedBy('2026-11-24T09:30:00+07:00', '2026-11-24T03:00:00.000Z')).toBe('2026-11-24T02:30:00.000Z');
    expect(reportedBy('2026-11-25T00:00:00.000Z', REPORTED)).toBe(REPORTED);
  });

  it('loses what was made after its last contact, or everything where there was none', () => {
    const arrived = [{ kind: 'visit', count: 2 }];
    expect(lostWork({ seenAt: null, pendingCount: null, arrived: [] })).toEqual({ kind: 'everything' });
    expect(lostWork({ seenAt: REPORTED, pendingCount: null, arrived: [] }), 'it signed in and never synced').toEqual({
      kind: 'everything',
    });
    expect(lostWork({ seenAt: REPORTED, pendingCount: 3, arrived })).toEqual({
      kind: 'after-contact',
      since: REPORTED,
      waitedThen: 3,
    });
    expect(lostWork({ seenAt: REPORTED, pendingCount: null, arrived })).toMatchObject({ waitedThen: null });
  });

  it('holds the lists of every commune that its person reads, and identity numbers of those who may read them', () => {
    expect(onPhoneOf([{ role: 'officer', scope: 'a' }])).toEqual({ scopes: ['a'], readsIdentity: false });
    expect(onPhoneOf([{ role: 'viewer', scope: 'a' }])).toEqual({ scopes: [], readsIdentity: false });
    const both = [
      { role: 'officer', scope: 'a' },
      { role: 'supervisor', scope: 'b' },
    ] as const;
    expect(onPhoneOf(both)).toEqual({ scopes: ['a', 'b'], readsIdentity: true });
  });
});

describe('days and minutes of Việt Nam', () => {
  it('begin seven hours before those of UTC', () => {
    expect([vietnamDayStart('2026-11-25'), vietnamDayEnd('2026-11-25')]).toEqual([
      '2026-11-24T17:00:00.000Z',
      '2026-11-25T17:00:00.000Z',
    ]);
    expect(() => vietnamDayStart('hôm qua')).toThrow(RangeError);
  });

  it('are typed as they are shown', () => {
    expect(vietnamMinute(Date.parse('2026-11-24T17:05:59.000Z'))).toBe('2026-11-25T00:05');
    expect(instantOfVietnamMinute('2026-11-25T00:05')).toBe('2026-11-24T17:05:00.000Z');
    for (const wrong of ['', '2026-11-25', '2026-13-25T00:05']) expect(instantOfVietnamMinute(wrong)).toBeNull();
  });
});
