/** Asks the endpoint, at most once a week, whether it still holds what it gave receipts for. */
import { DEVICES_MAX, type ReconcileResponse } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Compares with the endpoint, where a week has passed, and has the vault offer again what the endpoint lost.
 * @param ask one `POST /v1/reconcile`; null where the endpoint rejects it, which is then asked again in the next round
 * @returns how many records are to be offered again
 */
export async function reconcileWeekly(
  vault: Vault,
  clock: Clock,
  scopes: readonly string[],
  ask: (body: object) => Promise<ReconcileResponse | null>,
): Promise<number> {
  const { lastAt, note, devices, digests, offerMissing } = await vault.reconciling();
  const last = await lastAt();
  // A clock that jumped back must not silence the question for years.
  const due = last !== null && Math.abs(clock.millis() - Date.parse(last)) >= WEEK_MS;
  if (last !== null && !due) return 0;
  let offered = 0;
  for (const scope of due ? scopes : []) {
    const months = await digests(scope);
    // It is worth asking also where nothing was received: what waits for a person may have been accepted since.
    if (months.length === 0 && (await vault.health()).attentionCount === 0) continue;
    const ids = await devices();
    const answer = await ask({ scope, months, ...(ids.length > 1 && { devices: ids.slice(-DEVICES_MAX) }) });
    if (answer === null) return offered;
    if (answer.scope === scope) offered += await offerMissing(answer);
  }
  await note(clock.now());
  return offered;
}
