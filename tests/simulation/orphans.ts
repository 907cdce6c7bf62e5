/**
 * Records whose phone is lost. The endpoint may all the same go back to a backup from before it had them: whoever had
 * pulled them brings them back. Gone is only what nobody held any more (not pulled yet, or in quarantine, which nobody
 * pulls), and photos, which travel from their own phone alone.
 */
import type { Revision } from '../../src/protocol/index.ts';
import type { SimPhone } from './phone/phone.ts';
import { heldBy } from './rows.ts';
import type { SimServer } from './server.ts';

interface Holder {
  readonly phone: SimPhone;
  /** Its losses when the endpoint went back: with another one since, it may not have it any more. */
  readonly losses: number;
}

export interface Orphans {
  /** Devices of phones that are lost. */
  readonly devices: ReadonlySet<string>;
  /** Whether nobody who held it has been able to bring it back. */
  mayBeGone(revId: string): boolean;
  /** Whether the endpoint has gone back to before it had this record of a lost phone. */
  wasTakenBack(revId: string): boolean;
}

export function makeOrphans(server: SimServer, phones: readonly SimPhone[]) {
  const devices = new Set<string>();
  const holders = new Map<string, readonly Holder[]>();
  return {
    devices: devices as ReadonlySet<string>,
    add(lost: readonly string[]): void {
      for (const device of lost) devices.add(device);
    },
    /** Called before the endpoint goes back. @returns false where nobody could prove afterwards what a lost device signed */
    async mayGoBack(): Promise<boolean> {
      if (devices.size === 0) return true;
      if (!(await server.backupKnows([...devices]))) return false;
      const held = new Map<SimPhone, ReadonlySet<string>>();
      for (const phone of phones)
        held.set(phone, new Set((await heldBy(phone)).map((line) => line.split(' ')[0] ?? '')));
      for (const { revId, device } of server.quarantined()) if (devices.has(device)) holders.set(revId, []);
      for (const { body } of [...(await server.rows('records')), ...(await server.rows('identity'))]) {
        const { revId, device } = JSON.parse(body) as Revision;
        if (!devices.has(device)) continue;
        const those = phones.filter((phone) => held.get(phone)?.has(revId));
        holders.set(
          revId,
          those.map((phone) => ({ phone, losses: phone.losses })),
        );
      }
      return true;
    },
    mayBeGone: (revId: string): boolean =>
      holders.get(revId)?.every(({ phone, losses }) => phone.losses !== losses) ?? false,
    wasTakenBack: (revId: string): boolean => holders.has(revId),
  };
}
