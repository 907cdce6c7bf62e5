/**
 * Bundles of others are sent after the own work, and dropped only when the endpoint's answer names the bundle's own hash. The
 * bundle of somebody who signed out is dropped only when that answer also leaves none of its photos out, because no other copy
 * of them is left.
 */
import { hashBytes, RESCUE_LIMITS, rescueResponse } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import type { HttpAnswer, Net, RelayedBundle } from '../api.ts';
import { relayedBundles } from './relayed-bundles.ts';

/** Enough for a whole file on a slow link. */
const TIMEOUT_MS = 10 * 60_000;
/** A bundle may be large, and the record that names its photos may take days to come back to a restored endpoint. */
const INCOMPLETE_AGAIN_MS = 60 * 60_000;

/** What became, in this process, of bundles that are still here. */
export interface RelayAttempts {
  /** Hashes of bundles that the endpoint would not take under this sign-in: this process does not send them again. */
  readonly rejected: Set<string>;
  /**
   * Hash of a bundle with photos that no record at the endpoint names yet → when it was sent, in milliseconds of the
   * clock.
   */
  readonly incomplete: Map<string, number>;
}

type Sent =
  /** `rejected`: hashes of bundles still here that the endpoint would not take. */
  | { readonly kind: 'sent'; readonly relayed: number; readonly rejected: readonly string[] }
  | { readonly kind: 'signed-out' };

/**
 * Offers every bundle to the endpoint that is worth a try now.
 * @throws NetDown
 */
export async function sendRelayed(
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
  request: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>,
  { rejected, incomplete }: RelayAttempts,
): Promise<Sent> {
  let relayed = 0;
  const bundles = await relayedBundles(vault);
  // Photos are only kept once their records are there, and those are in an earlier bundle of the same person.
  const stopped = new Set<string>();
  for (const bundle of bundles) {
    const { name, sha256, formerStore } = bundle;
    if (rejected.has(sha256) || (formerStore !== null && stopped.has(formerStore))) continue;
    const sentAt = incomplete.get(sha256);
    if (sentAt !== undefined && Math.abs(clock.millis() - sentAt) < INCOMPLETE_AGAIN_MS) continue;
    const bytes = await vault.relayStore.get(name);
    // What rotted on this phone would not decrypt. The phone of a colleague who made it still has its records.
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
    if (verdict === 'rejected') rejected.add(sha256);
    if (verdict === 'incomplete') incomplete.set(sha256, clock.millis());
    if (formerStore !== null) stopped.add(formerStore);
  }
  return { kind: 'sent', relayed, rejected: bundles.flatMap(({ sha256 }) => (rejected.has(sha256) ? [sha256] : [])) };
}

type Verdict = 'received' | 'incomplete' | 'rejected' | 'not-answered';

/**
 * Like every receipt, the answer to a bundle counts only in our protocol's words, about exactly these bytes, with nothing left
 * to try again. It may leave out photos of a colleague, whose phone has them; of somebody who signed out there is no other copy.
 */
function verdictOf(answer: HttpAnswer, { sha256, holds }: RelayedBundle): Verdict {
  if (!answer.contentType.includes('json')) return 'not-answered';
  if (answer.status >= 400 && answer.status < 500) return 'rejected';
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
