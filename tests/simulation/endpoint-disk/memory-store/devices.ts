/** Devices, their keys, tokens and chains, in memory. */
import type {
  ChainStore,
  DeviceStore,
  KeyOutcome,
  KeyRejection,
  Phone,
  PhoneHeartbeat,
} from '../../../../src/endpoint/store/api.ts';
import type { Grant } from '../../../../src/programme/index.ts';
import { type LastHeld, LIMITS } from '../../../../src/protocol/index.ts';
import type { Connection } from './connection.ts';
import type { Kinds, StoredDevice } from './rows.ts';

type Registering = Omit<Parameters<DeviceStore['registerKey']>[0], 'tokenHash'> & { readonly signIn: string };
type StoredToken = Kinds['tokens'];

export function deviceStore(connection: Connection): DeviceStore {
  const devices = (isWanted: (row: StoredDevice) => boolean): StoredDevice[] =>
    [...connection.all('devices').values()].filter(isWanted);

  return {
    registerKey: (key) =>
      unlessRejected(connection, () => {
        const signIn = connection.get('tokens', key.tokenHash)?.signIn ?? key.tokenHash;
        const own = devices((row) => row.officerId === key.officerId && row.signIn === signIn);
        const isNew = own.every(({ device }) => device !== key.device);
        if (isNew && own.length >= LIMITS.devicesPerToken) throw new RejectedKey('too-many-devices');
        return register(connection, { ...key, signIn });
      }),

    endToken: (tokenHash, at) =>
      connection.transaction(() => {
        const signIn = connection.get('tokens', tokenHash)?.signIn;
        const own = devices((row) => row.signIn === signIn).map(({ device }) => device);
        const isEnded = (row: StoredToken) => row.signIn === signIn || own.includes(row.device);
        endTokens(connection, (row) => isEnded(row) && row.endedWhy !== 'signed-out', 'signed-out', at);
      }),

    addToken: (tokenHash, newHash, madeAt) =>
      connection.transaction(() => {
        const token = connection.get('tokens', tokenHash);
        if (token === undefined) return;
        const { signIn, device, officerId } = token;
        const fresh = { firstUsedAt: null, endedAt: null, endedWhy: null };
        connection.put('tokens', newHash, { signIn, device, officerId, madeAt, ...fresh });
      }),

    confirmToken: (tokenHash, at) =>
      connection.transaction(() => {
        const token = connection.get('tokens', tokenHash);
        if (token === undefined || token.firstUsedAt !== null || token.endedAt !== null) return;
        const isOlder = (row: StoredToken) => row.signIn === token.signIn && row !== token && row.endedAt === null;
        endTokens(connection, isOlder, 'replaced', at);
        connection.put('tokens', tokenHash, { ...token, firstUsedAt: at });
      }),

    revokeDevice: (device, at) =>
      connection.transaction(() => {
        const row = connection.get('devices', device);
        if (row === undefined || row.revokedAt !== null) return false;
        connection.put('devices', device, { ...row, revokedAt: at });
        const isOpen = ({ endedWhy }: StoredToken) => endedWhy === null || endedWhy === 'replaced';
        const ids = devices(({ keys }) => [...row.keys.keys()].some((key) => keys.has(key))).map((each) => each.device);
        const isOfPhone = ({ signIn, device: of, officerId }: StoredToken) =>
          officerId === row.officerId && (signIn === row.signIn || ids.includes(of));
        endTokens(connection, (token) => isOfPhone(token) && isOpen(token), 'revoked', at);
        return true;
      }),

    async nameDevice(device, name) {
      const row = connection.get('devices', device);
      if (row !== undefined) connection.put('devices', device, { ...row, name });
    },

    async deviceHolders(wanted) {
      const rows = [...new Set(wanted)].flatMap((device) => connection.get('devices', device) ?? []);
      return new Map(
        rows.map(({ device, officerId, keys, revokedAt }) => [
          device,
          { officerId, publicKeys: newestFirst(keys), isRevoked: revokedAt !== null },
        ]),
      );
    },

    async phones(scope) {
      const province = connection.get('communes', scope)?.province;
      const isOn = (grant: Grant): boolean =>
        grant.on === 'instance' || (grant.on === 'province' ? grant.province === province : grant.scope === scope);
      const phones = devices(() => true).flatMap((row): Phone[] => {
        const officer = connection.get('officers', row.officerId);
        if (officer === undefined || !officer.grants.some((grant) => isOn(grant))) return [];
        const { device, name, revokedAt, enrolledAt, seenAt, heartbeat, skewMs, forkedAt } = row;
        const of = { id: officer.id, name: officer.name };
        return [{ device, name, revokedAt, officer: of, enrolledAt, seenAt, heartbeat, skewMs, forkedAt }];
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
export class RejectedKey extends Error {
  readonly why: KeyRejection;
  constructor(why: KeyRejection) {
    super(why);
    this.why = why;
  }
}

async function unlessRejected(connection: Connection, work: () => KeyOutcome): Promise<KeyOutcome> {
  return await connection.transaction(work).catch((error: unknown) => {
    if (error instanceof RejectedKey) return error.why;
    throw error;
  });
}

function endTokens(connection: Connection, isWanted: (row: StoredToken) => boolean, why: string, at: string): void {
  for (const [hash, row] of [...connection.all('tokens')]) {
    if (isWanted(row)) connection.put('tokens', hash, { ...row, endedAt: at, endedWhy: why });
  }
}

/** @throws {RejectedKey} */
export function register(
  connection: Connection,
  { signIn, officerId, device, publicKey, at }: Registering,
): Exclude<KeyOutcome, KeyRejection> {
  const held = connection.get('devices', device);
  if (held !== undefined && held.officerId !== officerId) throw new RejectedKey('device-of-another');
  const fresh = { device, officerId, enrolledAt: at, seenAt: at, heartbeat: null, skewMs: null, forkedAt: null };
  const unnamed = { name: null, revokedAt: null };
  const before = held?.keys ?? new Map<string, string>();
  const keys = before.has(publicKey) ? before : new Map([...before, [publicKey, at]]);
  if (keys !== before && keys.size > LIMITS.keysPerDevice) throw new RejectedKey('too-many-keys');
  connection.put('devices', device, { ...(held ?? { ...fresh, ...unnamed }), signIn, keys });
  if (held === undefined) return 'device-registered';
  return keys === before ? 'known' : 'key-registered';
}

/** Notes that a device was seen, and its heartbeat where it sent one. */
export function noteHeartbeat(
  connection: Connection,
  { device, heartbeat, skewMs }: PhoneHeartbeat,
  seenAt: string,
): void {
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
