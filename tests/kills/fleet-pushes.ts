/**
 * Pushes alone, prepared before the clock starts: what the endpoint processes can take, without what forty phones do with
 * the answers on the same machine.
 */
import { enrolmentText, PUSH_PROTOCOL, pushResponse, session } from '../../src/protocol/index.ts';
import { systemClock } from '../../src/vault/index.ts';
import type { Commune } from './install.ts';
import { LivePhone } from './live-phone.ts';

const RECORDS_A_PUSH = 20;
/** More than a phone makes here. */
const WAITING_MAX = 10_000;
/** The share of the pushes that are sent before the clock starts, because a process that has just started runs slowly. */
const WARMING_SHARE = 0.3;
/** Pushes on their way at once. */
const AT_ONCE = 16;

interface PreparedPhone {
  readonly code: string;
  readonly device: string;
  readonly key: { readonly publicKey: string; readonly proof: string };
  readonly bodies: readonly string[];
}

/** Real encrypted records of real vaults that never meet an endpoint. @param acts a phone */
export async function preparePushes(communes: readonly Commune[], acts: number): Promise<readonly PreparedPhone[]> {
  const prepared: PreparedPhone[] = [];
  for (const { scope, codes } of communes) {
    for (const code of codes) {
      const phone = await LivePhone.openUnsigned({ scope, code });
      await phone.work(acts);
      const records = await phone.vault.pending(WAITING_MAX);
      const bodies: string[] = [];
      for (let from = 0; from < records.length; from += RECORDS_A_PUSH) {
        bodies.push(
          JSON.stringify({
            proto: PUSH_PROTOCOL,
            device: phone.vault.deviceId,
            deviceTime: systemClock.now(),
            revisions: records.slice(from, from + RECORDS_A_PUSH),
          }),
        );
      }
      const { deviceId: device } = phone.vault;
      const signed = await phone.vault.signText(enrolmentText({ code, device }));
      const key = { publicKey: signed?.publicKey ?? '', proof: signed?.signature ?? '' };
      prepared.push({ code, device, key, bodies });
      await phone.vault.close();
    }
  }
  return prepared;
}

/** @returns records stored per second, once the processes are warm. @throws Error at any answer that is not a receipt for a new record */
export async function pushesPerSecond(urls: readonly string[], prepared: readonly PreparedPhone[]): Promise<number> {
  const ask = async (url: string, path: string, body: string, token = '') => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) },
      body,
    });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as unknown;
  };
  const [first] = urls;
  if (first === undefined) throw new RangeError('no process');
  const work: { token: string; body: string }[] = [];
  for (const { code, device, key, bodies } of prepared) {
    const enrolled = await ask(first, '/v1/enrol', JSON.stringify({ code, device, ...key, appVersion: 'fleet' }));
    const { token } = session.parse(enrolled);
    for (const body of bodies) work.push({ token, body });
  }
  // Phones of all communes in turn, as they come in life.
  const queue = work.map((each, at) => [(at * 7919) % work.length, each] as const).sort(([a], [b]) => a - b);
  const push = async (at: number): Promise<number> => {
    const item = queue[at]?.[1];
    const url = urls[at % urls.length];
    if (item === undefined || url === undefined) throw new RangeError('nothing to push');
    const { receipts } = pushResponse.parse(await ask(url, '/v1/push', item.body, item.token));
    for (const { revId, status } of receipts) if (status !== 'created') throw new Error(`${revId}: ${status}`);
    return receipts.length;
  };
  const all = async (from: number, to: number): Promise<number> => {
    let stored = 0;
    let next = from;
    const one = async () => {
      while (next < to) {
        const at = next;
        next += 1;
        const count = await push(at);
        stored += count;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return stored;
  };
  const warm = Math.floor(queue.length * WARMING_SHARE);
  await all(0, warm);
  const started = performance.now();
  const stored = await all(warm, queue.length);
  return stored / ((performance.now() - started) / 1000);
}
