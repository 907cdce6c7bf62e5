/**
 * Bundles relayed for colleagues and for those who signed out on this phone: opaque bytes in the phone's relay store, sent after the own work, dropped only when the
 * endpoint's answer names the bundle's own hash, and, for those who signed out, leaves none of the photos out: no other copy of
 * them is left. Also the QR frames read so far, so that a closed screen loses nothing.
 */
import { hashBytes, RESCUE_LIMITS, rescueResponse } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import { type Holds, type HttpAnswer, type Net, RELAYED, type RelayedBundle } from '../api.ts';

/** A whole file on a slow link. */
const TIMEOUT_MS = 10 * 60_000;
/** A bundle may be large, and the record that names its photos may take days to come back to a restored endpoint. */
const INCOMPLETE_AGAIN_MS = 60 * 60_000;
const NAME = /^relayed-(file|qr|person-(p-[0-9a-f]{32})-(\d+)-(\d+))-(\d+)-([0-9a-f]{64})$/;

/** Keeps a bundle until the endpoint has it; the same one twice is kept once. @throws QuotaFull */
export async function relay(
  vault: Vault,
  clock: Clock,
  bundle: Uint8Array,
  from: 'file' | 'qr',
): Promise<RelayedBundle> {
  const sha256 = hashBytes(bundle);
  const before = (await relayedBundles(vault)).find((held) => held.sha256 === sha256);
  if (before) return before;
  const since = clock.millis();
  const name = `${RELAYED}${from}-${since}-${sha256}`;
  await vault.relayStore.put(name, bundle);
  return { name, from, formerStore: null, holds: null, since, sha256 };
}

/**
 * Where the bundle of somebody who signs out is kept. The counts are told to whoever relays it, and its photos are compared
 * with the endpoint's answer.
 * @param store of the person
 */
export function leftName(store: string, bundle: Uint8Array, { records, photos }: Holds, millis: number): string {
  return `${RELAYED}person-${store}-${records}-${photos}-${millis}-${hashBytes(bundle)}`;
}

/** Oldest first. */
export async function relayedBundles({
  relayStore,
}: {
  readonly relayStore: Pick<Vault['relayStore'], 'list'>;
}): Promise<readonly RelayedBundle[]> {
  const names = await relayStore.list(RELAYED);
  return names
    .flatMap((name): RelayedBundle[] => {
      const [, origin, formerStore = null, records, photos, millis, sha256] = NAME.exec(name) ?? [];
      if (origin === undefined || millis === undefined || sha256 === undefined) return [];
      const from = origin === 'qr' || origin === 'file' ? origin : 'person';
      const holds = formerStore !== null ? { records: Number(records), photos: Number(photos) } : null;
      return [{ name, from, formerStore, holds, since: Number(millis), sha256 }];
    })
    .sort((a, b) => a.since - b.since);
}

/** What became of bundles that are still here, in this process. */
export interface Tried {
  /** Hashes of those that the endpoint would not take under this sign-in: not sent again by this process. */
  readonly refused: Set<string>;
  /** Of those that hold photos which no record at the endpoint names yet: when they were sent, in milliseconds of the clock. */
  readonly incomplete: Map<string, number>;
}

/** @throws NetDown */
export async function sendRelayed(
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
  request: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>,
  { refused, incomplete }: Tried,
): Promise<{ kind: 'sent'; relayed: number; refused: readonly string[] } | { kind: 'signed-out' }> {
  let relayed = 0;
  const bundles = await relayedBundles(vault);
  // Photos are only kept once their records are there, and those are in an earlier bundle of the same person.
  const stopped = new Set<string>();
  for (const bundle of bundles) {
    const { name, sha256, formerStore } = bundle;
    if (refused.has(sha256) || (formerStore !== null && stopped.has(formerStore))) continue;
    const sentAt = incomplete.get(sha256);
    if (sentAt !== undefined && Math.abs(clock.millis() - sentAt) < INCOMPLETE_AGAIN_MS) continue;
    const bytes = await vault.relayStore.get(name);
    // Rotten on this phone: the encryption would not open. Of a colleague, the phone that made it still has its records.
    if (bytes === null || bytes.length > RESCUE_LIMITS.fileBytesMax || hashBytes(bytes) !== sha256) continue;
    const answer = await request({ method: 'POST', path: '/v1/rescue', body: bytes, timeoutMs: TIMEOUT_MS });
    if (answer.status === 401) return { kind: 'signed-out' };
    const verdict = verdictOf(answer, bundle);
    if (verdict === 'received') {
      await vault.relayStore.remove(name);
      incomplete.delete(sha256);
      relayed += 1;
      continue;
    }
    if (verdict === 'refused') refused.add(sha256);
    if (verdict === 'incomplete') incomplete.set(sha256, clock.millis());
    if (formerStore !== null) stopped.add(formerStore);
  }
  return { kind: 'sent', relayed, refused: bundles.flatMap(({ sha256 }) => (refused.has(sha256) ? [sha256] : [])) };
}

/**
 * Like every receipt, one is in our protocol's words, about exactly these bytes, with nothing left to try again. Photos of a
 * colleague may be left out, for the colleague's phone has them; of somebody who signed out there is no other copy.
 */
function verdictOf(
  answer: HttpAnswer,
  { sha256, holds }: RelayedBundle,
): 'received' | 'incomplete' | 'refused' | 'not-answered' {
  if (!answer.contentType.includes('json')) return 'not-answered';
  if (answer.status >= 400 && answer.status < 500) return 'refused';
  if (answer.status !== 200) return 'not-answered';
  try {
    const { data } = rescueResponse.safeParse(JSON.parse(new TextDecoder().decode(answer.body)));
    if (data === undefined || data.sha256 !== sha256 || data.counts.retry > 0) return 'not-answered';
    const whole = holds === null || (data.photosNotKept === 0 && data.photos >= holds.photos);
    return whole ? 'received' : 'incomplete';
  } catch {
    return 'not-answered';
  }
}

const frameName = (id: string) => `frames-${id.toLowerCase()}`;
/** Transfers begun and never ended: more than this many would only take room. */
const TRANSFERS_MAX = 8;

/** Keeps the texts of the frames read of a transfer, instead of those kept before. */
export async function keepFrames(vault: Vault, id: string, texts: readonly string[]): Promise<void> {
  const others = (await vault.relayStore.list('frames-')).filter((name) => name !== frameName(id));
  for (const name of others.slice(TRANSFERS_MAX - 1)) await vault.relayStore.remove(name);
  await vault.relayStore.put(frameName(id), new TextEncoder().encode(texts.join('\n')));
}

/** Texts of all frames kept, of every transfer: to be read as if the camera had just seen them. */
export async function keptFrames(vault: Vault): Promise<readonly string[]> {
  const names = await vault.relayStore.list('frames-');
  const kept = await Promise.all(names.map((name) => vault.relayStore.get(name)));
  return kept.flatMap((bytes) => (bytes ? new TextDecoder().decode(bytes).split('\n') : []));
}

export async function dropFrames(vault: Vault, id: string): Promise<void> {
  await vault.relayStore.remove(frameName(id));
}
