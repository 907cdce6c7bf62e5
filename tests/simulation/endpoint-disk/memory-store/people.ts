/** Communes and officers, in memory. */
import type { Commune, Officer, PeopleStore } from '../../../../src/endpoint/store/api.ts';
import { postsOf, scopesFor } from '../../../../src/programme/index.ts';
import type { Connection } from './connection.ts';

export function peopleStore(connection: Connection): PeopleStore {
  /** The communes by their code. */
  const communes = (): Commune[] => [...connection.all('communes').values()].sort((a, b) => (a.code < b.code ? -1 : 1));

  /** Grants count only on communes that there are: elsewhere records would be accepted where nobody looks. */
  const officer = (id: string | undefined): Officer | null => {
    const row = id === undefined ? undefined : connection.get('officers', id);
    if (row === undefined) return null;
    const posts = postsOf(row.grants, communes());
    return { id: row.id, name: row.name, posts, scopes: scopesFor(posts, 'read-records') };
  };

  return {
    putCommunes: (list) =>
      connection.transaction(() => {
        for (const commune of list) connection.put('communes', commune.scope, commune);
      }),
    communes: async (scopes) => communes().filter(({ scope }) => scopes.includes(scope)),
    communeByCode: async (wanted) => communes().find(({ code }) => code === wanted) ?? null,
    scopes: async () => communes().map(({ scope }) => scope),

    putOfficers: (officers) =>
      connection.transaction(() => {
        for (const row of officers) connection.put('officers', row.id, row);
      }),

    async officerByCode(wanted) {
      const row = [...connection.all('officers').values()].find(({ codeHash }) => codeHash === wanted);
      return officer(row?.id);
    },

    async officers(ids) {
      const found = ids.flatMap((id) => officer(id) ?? []);
      return new Map(found.map((each) => [each.id, each]));
    },

    async byToken(tokenHash) {
      const token = connection.get('tokens', tokenHash);
      const holder = officer(token?.officerId);
      if (token === undefined || token.endedAt !== null || holder === null) return null;
      const spokenFor = [...connection.all('devices').values()].filter((row) => row.tokenHash === tokenHash);
      return { officer: holder, device: token.device, devices: spokenFor.map(({ device }) => device) };
    },
  };
}
