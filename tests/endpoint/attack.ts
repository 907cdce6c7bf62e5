/** How each attack on an endpoint begins: who attacks and the supervisor who is to see it are signed in. */
import type { Revision } from '../../src/protocol/index.ts';
import { deviceOf } from '../devices.ts';
import { SCOPE, type STORES_AND_MEMORY, Station } from './station.ts';

export interface Attacked {
  readonly station: Station;
  /** Tokens. */
  readonly supervisor: string;
  readonly attacker: string;
}

/** @param code of the attacker, an officer `id` of these communes; their device is `deviceOf(code)` */
export async function attackedStation(
  kind: (typeof STORES_AND_MEMORY)[number],
  { id, code, scopes }: { readonly id: string; readonly code: string; readonly scopes: readonly string[] },
): Promise<Attacked> {
  const station = await Station.open(kind);
  await station.putOfficers([{ id, role: 'officer', scopes, code }]);
  const supervisor = await station.enrol('GS-1', deviceOf('GS-1'));
  return { station, supervisor, attacker: await station.enrol(code, deviceOf(code)) };
}

/** A first household of a device, as its author would have made it; whoever makes it up hashes and signs it. */
export const firstHousehold = (station: Station, author: string, device: string) => ({
  revId: station.uuid(),
  schema: 1,
  kind: 'household',
  entityId: station.uuid(),
  parents: [] as Revision['parents'],
  scope: SCOPE,
  author,
  device,
  deviceSeq: 1,
  prevHash: '',
  deviceTime: station.now(),
  payload: { number: '66', hamlet: 'Ấp 3' },
});
