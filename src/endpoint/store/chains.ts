/** The numbers of each device's records, in SQL. They are read scope by scope, for a commune's rows are in one place. */
import type { Kysely } from 'kysely';
import type { LastHeld, Revision } from '../../protocol/index.ts';
import type { ChainStore } from './api.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';

/** @returns the device numbers of a database */
export function chainStore(db: Kysely<Tables>): ChainStore {
  return {
    async lastOf(device, scopes) {
      let last: LastHeld | null = null;
      for (const scope of scopes) {
        const row = await db
          .selectFrom('revisions')
          .select([
            'rev_id as revId',
            'device_seq as deviceSeq',
            'content_hash as contentHash',
            'scope_seq as scopeSeq',
          ])
          .where('scope', '=', scope)
          .where('device', '=', device)
          .orderBy('device_seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (row !== undefined && row.deviceSeq > (last?.deviceSeq ?? 0)) last = { device, scope, ...row };
      }
      return last;
    },

    async forkedBy(revisions) {
      const forked = new Set<string>();
      for (const [scope, own] of Map.groupBy(revisions, (revision) => revision.scope)) {
        for (const [device, chain] of Map.groupBy(own, (revision) => revision.device)) {
          if (await isForkedIn(db, scope, device, chain)) forked.add(device);
        }
      }
      return [...forked];
    },

    async noteForked(devices, at) {
      if (devices.length === 0) return;
      await db
        .updateTable('devices')
        .set({ forked_at: at })
        .where('device', 'in', [...devices])
        .where('forked_at', 'is', null)
        .execute();
    },

    async isForked(device) {
      const row = await db
        .selectFrom('devices')
        .select('device')
        .where('device', '=', device)
        .where('forked_at', 'is not', null)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

async function isForkedIn(
  db: Kysely<Tables>,
  scope: string,
  device: string,
  chain: readonly Revision[],
): Promise<boolean> {
  const numbers = new Set(chain.flatMap(({ deviceSeq }) => [deviceSeq - 1, deviceSeq]));
  const held = new Map<number, { revId: string; contentHash: string }[]>();
  for (const part of parts([...numbers])) {
    const rows = await db
      .selectFrom('revisions')
      .select(['device_seq', 'rev_id as revId', 'content_hash as contentHash'])
      .where('scope', '=', scope)
      .where('device', '=', device)
      .where('device_seq', 'in', part)
      .execute();
    for (const { device_seq, ...row } of rows) held.set(device_seq, [...(held.get(device_seq) ?? []), row]);
  }
  return chain.some(({ revId, deviceSeq, prevHash }) => {
    // The record before may be in another commune, in the quarantine or not yet here: then nothing shows a fork.
    const before = held.get(deviceSeq - 1) ?? [];
    const follows = before.length === 0 || before.some(({ contentHash }) => contentHash === prevHash);
    return !follows || (held.get(deviceSeq) ?? []).some((row) => row.revId !== revId);
  });
}
