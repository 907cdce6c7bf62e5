/** Devices, their keys, tokens and chains, in memory. */
import type {
  ChainStore,
  DeviceStore,
  Heard,
  KeyOutcome,
  KeyRefusal,
  Phone,
} from '../../../../src/endpoint/store/api.ts';
import type { Grant } from '../../../../src/programme/index.ts';
import { type LastHeld, LIMITS } from '../../../../src/protocol/index.ts';
import type { Connection } from './connection.ts';
import type { StoredDevice } from './rows.ts';

type Registering = Parameters<DeviceStore['registerKey']>[0];

export function deviceStore(connection: Connection): DeviceStore {
  const devices = (isWanted: (row: StoredDevice) => boolean): StoredDevice[] =>
    [...connection.all('devices').values()].filter(isWanted);

  return {
    enrolDevice: ({ tokenHash, ...enrolled }) =>
      unlessRefused(connection, () => {
        const outcome = register(connection, { tokenHash, ...enrolled });
        const { device, officerId } = enrolled;
        connection.put('tokens', tokenHash, { device, officerId, endedAt: null });
        return outcome;
      }),

    registerKey: (key) =>
      unlessRefused(connection, () => {
        const own = devices((row) => row.officerId === key.officerId && row.tokenHash === key.tokenHash);
        const isNew = own.every(({ device }) => device !== key.device);
        if (isNew && own.length >= LIMITS.devicesPerToken) throw new RefusedKey('too-many-devices');
        return register(connection, key);
      }),

    async endToken(tokenHash, at) {
      const token = connection.get('tokens', tokenHash);
      if (token?.endedAt === null) connection.put('tokens', tokenHash, { ...token, endedAt: at });
    },

    async deviceHolders(wanted) {
      const rows = [...new Set(wanted)].flatMap((device) => connection.get('devices', device) ?? []);
      return new Map(rows.map((row) => [row.device, { officerId: row.officerId, publicKeys: newestFirst(row.keys) }]));
    },

    async phones(scope) {
      const province = connection.get('communes', scope)?.province;
      const isOn = (grant: Grant): boolean =>
        grant.on === 'instance' || (grant.on === 'province' ? grant.province === province : grant.scope === scope);
      const phones = devices(() => true).flatMap((row): Phone[] => {
        const officer = connection.get('officers', row.officerId);
        if (officer === undefined || !officer.grants.some((grant) => isOn(grant))) return [];
        const { device, enrolledAt, seenAt, heartbeat, skewMs, forkedAt } = row;
        const { id, name } = officer;
        return [{ device, officer: { id, name }, enrolledAt, seenAt, heartbeat, skewMs, forkedAt }];
      });
      return phones.sort((a, b) => ((a.seenAt ?? '') < (b.seenAt ?? '') ? -1 : 1));
    },
  };
}

function newestFirst(keys: StoredDevice['keys']): string[] {
  return [...keys]
    .sort(([key, at], [otherKey, otherAt]) => (at > otherAt || (at === otherAt && key < otherKey) ? -1 : 1))
    .map(([key]) => key);
}

/** Thrown inside a transaction, so that nothing of it is kept. */
class RefusedKey extends Error {
  readonly why: KeyRefusal;
  constructor(why: KeyRefusal) {
    super(why);
    this.why = why;
  }
}

async function unlessRefused(connection: Connection, work: () => KeyOutcome): Promise<KeyOutcome> {
  return await connection.transaction(work).catch((error: unknown) => {
    if (error instanceof RefusedKey) return error.why;
    throw error;
  });
}

/** @throws {RefusedKey} */
function register(connection: Connection, { tokenHash, officerId, device, publicKey, at }: Registering): KeyOutcome {
  const held = connection.get('devices', device);
  if (held !== undefined && held.officerId !== officerId) throw new RefusedKey('device-of-another');
  const fresh = { device, officerId, enrolledAt: at, seenAt: at, heartbeat: null, skewMs: null, forkedAt: null };
  const before = held?.keys ?? new Map<string, string>();
  const keys = before.has(publicKey) ? before : new Map([...before, [publicKey, at]]);
  if (keys !== before && keys.size > LIMITS.keysPerDevice) throw new RefusedKey('too-many-keys');
  connection.put('devices', device, { ...(held ?? fresh), tokenHash, keys });
  if (held === undefined) return 'device-registered';
  return keys === before ? 'known' : 'key-registered';
}

/** Notes that a device pushed, and its heartbeat. */
export function noteHeard(connection: Connection, { device, heartbeat, skewMs }: Heard, seenAt: string): void {
  const row = connection.get('devices', device);
  if (row !== undefined) connection.put('devices', device, { ...row, seenAt, ...(heartbeat && { heartbeat, skewMs }) });
}

/** The numbers that each device gives its records. */
export function chainStore(connection: Connection): ChainStore {
  return {
    async lastOf(device, scopes) {
      let last: LastHeld | null = null;
      for (const { revision, scopeSeq } of connection.all('revisions').values()) {
        const { scope, revId, deviceSeq, contentHash } = revision;
        if (revision.device !== device || !scopes.includes(scope) || deviceSeq <= (last?.deviceSeq ?? 0)) continue;
        last = { device, scope, revId, deviceSeq, contentHash, scopeSeq };
      }
      return last;
    },

    async forkedBy(revisions) {
      const [scopes, devices] = [
        new Set(revisions.map(({ scope }) => scope)),
        new Set(revisions.map((of) => of.device)),
      ];
      const held = [...connection.all('revisions').values()]
        .map(({ revision }) => revision)
        .filter(({ scope, device }) => scopes.has(scope) && devices.has(device));
      const forked = revisions.filter(({ scope, device, revId, deviceSeq, prevHash }) => {
        const own = held.filter((other) => other.scope === scope && other.device === device);
        const before = own.filter((other) => other.deviceSeq === deviceSeq - 1);
        // The one before may not be here yet: then nothing speaks against this one.
        const follows = before.length === 0 || before.some(({ contentHash }) => contentHash === prevHash);
        return !follows || own.some((other) => other.deviceSeq === deviceSeq && other.revId !== revId);
      });
      return [...new Set(forked.map(({ device }) => device))];
    },

    async noteForked(devices, forkedAt) {
      for (const device of devices) {
        const row = connection.get('devices', device);
        if (row?.forkedAt === null) connection.put('devices', device, { ...row, forkedAt });
      }
    },

    async isForked(device) {
      return (connection.get('devices', device)?.forkedAt ?? null) !== null;
    },
  };
}
