/** Photos after text: which chunks are there (HEAD), the missing ones (PUT, idempotent), then marked as received. */
import { hashBytes, LIMITS } from '../protocol/index.ts';
import type { Vault } from '../vault/index.ts';
import type { HttpAnswer, Net } from './api.ts';

const TIMEOUT_MS = 60_000;

/** A photo the endpoint refuses is left for another time and blocks no other. @throws NetDown */
export async function sendPhotos(
  vault: Vault,
  request: (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>,
): Promise<{ kind: 'sent'; photos: number } | { kind: 'signed-out' }> {
  let photos = 0;
  for (const sha256 of await vault.blobsWaiting()) {
    const bytes = await vault.photo(sha256);
    // Verified before it is sent: a photo that rotted on the phone must not travel under its old name.
    if (bytes === null || hashBytes(bytes) !== sha256) continue;
    const path = `/v1/blobs/${sha256}`;
    const there = await request({ method: 'HEAD', path, timeoutMs: TIMEOUT_MS });
    if (there.status === 401) return { kind: 'signed-out' };
    const chunks = Math.ceil(bytes.length / LIMITS.chunkBytes);
    const order = Array.from({ length: chunks }, (_, n) => n);
    // A 200 to HEAD may be anybody's, or tell of some chunks only: the last one is put again for an answer that can be
    // believed, and the others follow where it says that the photo is not whole.
    if (there.status === 200) order.unshift(...order.splice(-1));
    let complete = false;
    for (const n of order) {
      const body = bytes.subarray(n * LIMITS.chunkBytes, (n + 1) * LIMITS.chunkBytes);
      const answer = await request({ method: 'PUT', path: `${path}/${n}`, body, timeoutMs: TIMEOUT_MS });
      if (answer.status === 401) return { kind: 'signed-out' };
      if (answer.status >= 300) break;
      complete = saysComplete(answer, sha256);
      if (complete) break;
    }
    if (complete) {
      await vault.blobReceived(sha256);
      photos += 1;
    }
  }
  return { kind: 'sent', photos };
}

/** Like a receipt: only JSON that names this hash as complete counts. */
function saysComplete(answer: HttpAnswer, sha256: string): boolean {
  if (answer.status >= 300 || !answer.contentType.includes('json')) return false;
  try {
    const said = JSON.parse(new TextDecoder().decode(answer.body)) as { sha256?: unknown; complete?: unknown };
    return said.sha256 === sha256 && said.complete === true;
  } catch {
    return false;
  }
}
