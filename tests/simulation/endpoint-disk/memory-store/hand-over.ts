/** Encrypted drafts and hand-overs, in memory. */
import type { HandOverStore } from '../../../../src/endpoint/store/api.ts';
import type { Connection } from './connection.ts';
import { keyOf } from './rows.ts';

export function handOverStore(connection: Connection): HandOverStore {
  return {
    async putDrafts(bundle) {
      connection.put('draftBundles', keyOf(bundle.scope, bundle.device), bundle);
    },

    dropDrafts: (scope, device, sha256) =>
      connection.transaction(() => {
        const held = connection.get('draftBundles', keyOf(scope, device));
        if (held === undefined || (sha256 !== null && held.sha256 !== sha256)) return false;
        connection.drop('draftBundles', keyOf(scope, device));
        return true;
      }),

    async draftsOf(scope, officers) {
      const own = [...connection.all('draftBundles').values()].filter(
        (bundle) => bundle.scope === scope && officers.includes(bundle.officerId),
      );
      const order = (each: { receivedAt: string; device: string }) => `${each.receivedAt} ${each.device}`;
      return own.sort((one, other) => order(one).localeCompare(order(other))).map(({ bytes: _, ...row }) => row);
    },

    async draftBytes(scope, device, sha256) {
      const held = connection.get('draftBundles', keyOf(scope, device));
      return held?.sha256 === sha256 ? held.bytes : null;
    },

    putHandOvers: (handOvers) =>
      connection.transaction(() => {
        for (const { by: _, ...each } of handOvers) {
          connection.put('handOvers', keyOf(each.scope, each.from), each);
        }
      }),

    async handOvers(scopes) {
      const own = [...connection.all('handOvers').values()].filter(({ scope }) => scopes.includes(scope));
      return own.sort((one, other) => (keyOf(one.scope, one.from) < keyOf(other.scope, other.from) ? -1 : 1));
    },
  };
}
