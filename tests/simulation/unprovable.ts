/**
 * Records that phones hold, and of which nobody can prove any more whose they are: an insider pushed them past the phone's
 * app, the endpoint accepted them and went back to before it knew their key, and the key went with the phone's database.
 * The app signs its own records anew with its present key, but of these it never knew. Whoever pulled them brings them
 * back, and they wait in quarantine for a supervisor: the endpoint can do no better, and a phone does not give up what it
 * has for a reason that may pass.
 */
import { PROVABLE_LATER_CODES } from '../../src/endpoint/ingest/signature.ts';
import type { Revision } from '../../src/protocol/index.ts';
import type { Insiders } from './insider.ts';
import type { SimPhone } from './phone/phone.ts';
import { everyRow } from './rows.ts';
import { SCOPE } from './scopes.ts';
import type { SimServer } from './server.ts';

const WAITING_MAX = 1000;

/** @returns `revId contentHash` of each that waits for a proof, and that no phone could sign anew as its own */
export async function unprovable({
  insiders,
  server,
  phones,
}: {
  readonly insiders: Insiders;
  readonly server: SimServer;
  readonly phones: readonly SimPhone[];
}): Promise<ReadonlySet<string>> {
  const epoch = await server.store.epoch();
  const earlier = insiders.pastTheApp.filter(({ epoch: offeredTo }) => offeredTo !== epoch);
  if (earlier.length === 0) return new Set();
  const rows = (await Promise.all(phones.map(everyRow))).flat();
  const own = new Set(rows.flatMap(({ store, row }) => (store === 'outbox' ? [row.revId] : [])));
  const open = await server.store.quarantined(SCOPE, { open: true, limit: WAITING_MAX });
  const waiting = new Set(
    open.flatMap(({ code, body }) =>
      PROVABLE_LATER_CODES.includes(code) ? [(JSON.parse(body) as Partial<Revision>).contentHash] : [],
    ),
  );
  return new Set(
    earlier.flatMap(({ revision: { revId, contentHash } }) =>
      waiting.has(contentHash) && !own.has(revId) ? [`${revId} ${contentHash}`] : [],
    ),
  );
}
