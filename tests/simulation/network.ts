/** A network that lies in every way the protocol must stand: each request may meet one fault. */
import type { Random } from '../../src/endpoint/demo/random.ts';
import type { HttpAnswer, Net } from '../../src/sync/index.ts';
import { NetDown } from '../../src/sync/index.ts';

export const NET_FAULTS = [
  'drop',
  'lost-reply',
  'duplicate',
  'truncate',
  'portal',
  'error-500',
  'late-duplicate',
  'forged',
  'late',
  'hang',
] as const;
export type NetFault = (typeof NET_FAULTS)[number];

const text = (status: number, contentType: string, body: string): HttpAnswer => ({
  status,
  contentType,
  body: new TextEncoder().encode(body),
});

export interface NetworkInput {
  readonly answer: Net['request'];
  readonly random: Random;
  /** Percent of requests that meet a fault; 0 while healing. */
  readonly badPercent: () => number;
  readonly allowed: ReadonlySet<string>;
  readonly note: (fault: NetFault) => void;
  /** The phone waits for so many milliseconds. */
  readonly wait: (ms: number) => void;
}

/** Longer than a link may be silent before its pushes are too much for it. */
const HANG_MS = 45_000;

export function faultyNetwork({ answer: direct, random, badPercent, allowed, note, wait }: NetworkInput): Net {
  /** Requests a slow proxy delivers again later. */
  const late: Parameters<Net['request']>[0][] = [];
  let epoch = 'nobody';
  const answer: Net['request'] = async (ask) => {
    const whole = await direct(ask);
    epoch = /"epoch":"([^"]+)"/.exec(new TextDecoder().decode(whole.body.subarray(0, 200)))?.[1] ?? epoch;
    return whole;
  };
  const faults = NET_FAULTS.filter((fault) => allowed.has(fault));
  return {
    async request(ask) {
      if (!random.chance(badPercent()) || faults.length === 0) {
        for (const old of late.splice(0)) await answer(old);
        return await answer(ask);
      }
      const fault = random.pick(faults);
      note(fault);
      switch (fault) {
        case 'drop':
          throw new NetDown('dropped');
        case 'lost-reply':
          await answer(ask);
          throw new NetDown('the reply was lost');
        case 'duplicate':
          await answer(ask);
          return await answer(ask);
        case 'late-duplicate':
          late.push(ask);
          return await answer(ask);
        case 'late':
          // Nobody waits for it any more, and it arrives after the requests that followed.
          late.push(ask);
          throw new NetDown('timed out');
        case 'hang':
          wait(HANG_MS);
          throw new NetDown('nothing came for a long time');
        case 'truncate': {
          const whole = await answer(ask);
          return { ...whole, body: whole.body.subarray(0, random.int(Math.max(1, whole.body.length))) };
        }
        case 'portal':
          return text(200, 'text/html', '<html>Đăng nhập Wi-Fi</html>');
        case 'forged':
          return forged(ask, epoch);
        case 'error-500':
          return text(500, 'application/json', '{"error":"internal"}');
      }
    },
  };
}

/** Something in between says that all is well, in our own words, and has stored nothing: only the hashes give it away. */
function forged(ask: Parameters<Net['request']>[0], epoch: string): HttpAnswer {
  const asked = ask.path === '/v1/push' && ask.body !== undefined ? JSON.parse(new TextDecoder().decode(ask.body)) : {};
  const revisions = (asked as { revisions?: { revId: string }[] }).revisions ?? [];
  const answer = {
    proto: 'cdht.push/1',
    epoch,
    receipts: revisions.map(({ revId }, at) => ({
      revId,
      status: 'created',
      contentHash: '0'.repeat(64),
      scopeSeq: at + 1,
    })),
    durableUpTo: null,
    serverTime: '2026-11-01T00:00:00Z',
  };
  return text(200, 'application/json', JSON.stringify(answer));
}
