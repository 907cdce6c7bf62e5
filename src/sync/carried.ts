/**
 * Bundles carried for colleagues and for those who signed out on this phone: opaque bytes on the phone's shelf, sent after the own work, dropped only when the
 * endpoint's answer names the bundle's own hash. Also the QR frames read so far, so that a closed screen loses nothing.
 */
import { hashBytes, RESCUE_LIMITS, rescueResponse } from '../protocol/index.ts';
import type { Clock, Vault } from '../vault/index.ts';
import { CARRIED, type CarriedBundle, type Holds, type HttpAnswer, type Net } from './api.ts';

/** A whole file on a slow link. */
const TIMEOUT_MS = 10 * 60_000;
const NAME = /^carried-(file|qr|person-(\d+)-(\d+))-(\d+)-([0-9a-f]{64})$/;

/** Keeps a bundle until the endpoint has it; the same one twice is kept once. @throws QuotaFull */
export async function carry(
  vault: Vault,
  clock: Clock,
  bundle: Uint8Array,
  from: 'file' | 'qr',
): Promise<CarriedBundle> {
  const sha256 = hashBytes(bundle);
  const before = (await carriedBundles(vault)).find((held) => held.sha256 === sha256);
  if (before) return before;
  const since = clock.millis();
  const name = `${CARRIED}${from}-${since}-${sha256}`;
  await vault.shelf.put(name, bundle);
  return { name, from, holds: null, since, sha256 };
}

/** Where the bundle of somebody who signs out is kept; the counts are told to whoever carries it. */
export function leftName(bundle: Uint8Array, { records, photos }: Holds, millis: number): string {
  return `${CARRIED}person-${records}-${photos}-${millis}-${hashBytes(bundle)}`;
}

/** Oldest first. */
export async function carriedBundles({
  shelf,
}: {
  readonly shelf: Pick<Vault['shelf'], 'list'>;
}): Promise<readonly CarriedBundle[]> {
  const names = await shelf.list(CARRIED);
  return names
    .flatMap((name): CarriedBundle[] => {
      const [, origin, records, photos, millis, sha256] = NAME.exec(name) ?? [];
      if (origin === undefined || millis === undefined || sha256 === undefined) return [];
      const from = origin === 'qr' || origin === 'file' ? origin : 'person';
      const holds = from === 'person' ? { records: Number(records), photos: Number(photos) } : null;
      return [{ name, from, holds, since: Number(millis), sha256 }];
    })
    .sort((a, b) => a.since - b.since);
}

/**
 * @param refused hashes that the endpoint would not take under this sign-in: not sent again by this process
 * @throws NetDown
 */
export async function sendCarried(
  vault: Vault,
  request: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>,
  refused: Set<string>,
): Promise<{ kind: 'sent'; carried: number; refused: readonly string[] } | { kind: 'signed-out' }> {
  let carried = 0;
  const bundles = await carriedBundles(vault);
  for (const { name, sha256 } of bundles) {
    if (refused.has(sha256)) continue;
    const bytes = await vault.shelf.get(name);
    // Rotten on this phone: the encryption would not open. The phone that made it still has its records.
    if (bytes === null || bytes.length > RESCUE_LIMITS.fileBytesMax || hashBytes(bytes) !== sha256) continue;
    const answer = await request({ method: 'POST', path: '/v1/rescue', body: bytes, timeoutMs: TIMEOUT_MS });
    if (answer.status === 401) return { kind: 'signed-out' };
    if (isReceipt(answer, sha256)) {
      await vault.shelf.remove(name);
      carried += 1;
    } else if (answer.status >= 400 && answer.status < 500 && answer.contentType.includes('json')) refused.add(sha256);
  }
  return { kind: 'sent', carried, refused: bundles.flatMap(({ sha256 }) => (refused.has(sha256) ? [sha256] : [])) };
}

/** Like every receipt: our protocol's words, about exactly these bytes, with nothing left to try again. */
function isReceipt(answer: HttpAnswer, sha256: string): boolean {
  if (answer.status !== 200 || !answer.contentType.includes('json')) return false;
  try {
    const said = rescueResponse.safeParse(JSON.parse(new TextDecoder().decode(answer.body)));
    return said.success && said.data.sha256 === sha256 && said.data.counts.retry === 0;
  } catch {
    return false;
  }
}

const frameName = (id: string) => `frames-${id.toLowerCase()}`;
/** Transfers begun and never ended: more than this many would only take room. */
const TRANSFERS_MAX = 8;

/** Keeps the texts of the frames read of a transfer, instead of those kept before. */
export async function keepFrames(vault: Vault, id: string, texts: readonly string[]): Promise<void> {
  const others = (await vault.shelf.list('frames-')).filter((name) => name !== frameName(id));
  for (const name of others.slice(TRANSFERS_MAX - 1)) await vault.shelf.remove(name);
  await vault.shelf.put(frameName(id), new TextEncoder().encode(texts.join('\n')));
}

/** Texts of all frames kept, of every transfer: to be read as if the camera had just seen them. */
export async function keptFrames(vault: Vault): Promise<readonly string[]> {
  const names = await vault.shelf.list('frames-');
  const kept = await Promise.all(names.map((name) => vault.shelf.get(name)));
  return kept.flatMap((bytes) => (bytes ? new TextDecoder().decode(bytes).split('\n') : []));
}

export async function dropFrames(vault: Vault, id: string): Promise<void> {
  await vault.shelf.remove(frameName(id));
}
