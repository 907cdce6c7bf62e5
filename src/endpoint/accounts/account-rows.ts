/** Accounts as the administration shows them: with devices, codes, and what the asker may do. */
import { mayEnrol, mayManage } from '../../programme/index.ts';
import type { AccountRow } from '../../protocol/index.ts';
import type { Account, EnrolmentCode, Officer, Phone } from '../store/api.ts';

/** @returns the rows in the order of the accounts; the devices seen last come first */
export function accountRows(
  asker: Officer,
  accounts: readonly Account[],
  phones: readonly Phone[],
  codes: readonly EnrolmentCode[],
): AccountRow[] {
  const devicesOf = Map.groupBy(phones, ({ officer }) => officer.id);
  const codesOf = Map.groupBy(codes, ({ officerId }) => officerId);
  return accounts.map((account) => {
    const { id, name, phone, grants, closedAt, successor } = account;
    const devices = (devicesOf.get(id) ?? []).map(
      ({ device, name: called, enrolledAt, seenAt, revokedAt, heartbeat }) => ({
        device,
        name: called,
        enrolledAt,
        seenAt,
        revokedAt,
        pendingCount: heartbeat?.pendingCount ?? 0,
      }),
    );
    devices.sort((a, b) => ((a.seenAt ?? '') < (b.seenAt ?? '') ? 1 : -1));
    return {
      id,
      name,
      phone,
      grants: [...grants],
      closedAt,
      successor,
      codes: (codesOf.get(id) ?? []).map(({ officerId: _, ...code }) => code),
      devices,
      mayEnrol: closedAt === null && mayEnrol(asker, account),
      mayRevoke: mayEnrol(asker, account),
      mayManage: mayManage(asker, account),
    };
  });
}
