/** Communes and officers, in memory. */
import type { Account, Commune, Officer, PeopleStore } from '../../../../src/endpoint/store/api.ts';
import { handInReason } from '../../../../src/endpoint/store/hand-in.ts';
import { postsOf, scopesFor } from '../../../../src/programme/index.ts';
import type { Connection } from './connection.ts';
import type { Kinds } from './rows.ts';

export function peopleStore(connection: Connection): PeopleStore {
  /** The communes by their code. */
  const communes = (): Commune[] =>
    [...connection.all('communes').values()].sort((a, b) =>
      a.code < b.code || (a.code === b.code && a.scope < b.scope) ? -1 : 1,
    );

  /** Grants count only on communes that there are: elsewhere records would be accepted where nobody looks. */
  const officer = (id: string | undefined): Officer | null => {
    const row = id === undefined ? undefined : connection.get('officers', id);
    if (row === undefined) return null;
    const posts = postsOf(row.grants, communes());
    return { id: row.id, name: row.name, posts, scopes: scopesFor(posts, 'read-records') };
  };

  const accountOf = ({ id, name, phone = null, grants, closedAt, successor }: Kinds['officers']): Account => ({
    id,
    name,
    phone,
    grants,
    posts: postsOf(grants, communes()),
    closedAt,
    successor,
  });

  return {
    putCommunes: (list) =>
      connection.transaction(() => {
        for (const commune of list) {
          const held = connection.get('communes', commune.scope) ?? {
            from: null,
            to: null,
            codes: [],
            predecessors: [],
          };
          connection.put('communes', commune.scope, { ...held, ...commune });
        }
      }),
    communes: async (scopes) => communes().filter(({ scope }) => scopes.includes(scope)),
    async communeByCode(wanted) {
      const found = communes().filter(({ code }) => code === wanted);
      return found.find(({ to }) => to === null) ?? found[0] ?? null;
    },
    scopes: async () => communes().map(({ scope }) => scope),

    putOfficers: (officers) =>
      connection.transaction(() => {
        for (const row of officers) {
          const held = connection.get('officers', row.id) ?? { closedAt: null, successor: null };
          connection.put('officers', row.id, { ...held, ...row });
        }
      }),

    async accounts(scope) {
      const rows = [...connection.all('officers').values()].map(accountOf);
      const here = scope === null ? rows : rows.filter(({ posts }) => posts.some((post) => post.scope === scope));
      return here.sort((a, b) => (a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1));
    },

    async account(id) {
      const row = connection.get('officers', id);
      return row === undefined ? null : accountOf(row);
    },

    async setClosed(id, closing) {
      const row = connection.get('officers', id);
      if (row === undefined) return;
      connection.put('officers', id, {
        ...row,
        closedAt: closing?.at ?? null,
        successor: closing?.successor ?? null,
      });
    },

    async officers(ids) {
      const found = ids.flatMap((id) => officer(id) ?? []);
      return new Map(found.map((each) => [each.id, each]));
    },

    async byToken(tokenHash, now) {
      const token = connection.get('tokens', tokenHash);
      const holder = officer(token?.officerId);
      if (token === undefined || token.endedWhy === 'signed-out' || holder === null) return null;
      const { device, madeAt, signIn } = token;
      const spokenFor = [...connection.all('devices').values()].filter((row) => row.signIn === signIn);
      const accountClosedAt = connection.get('officers', token.officerId)?.closedAt ?? null;
      return {
        officer: holder,
        device,
        devices: spokenFor.map((row) => row.device),
        madeAt,
        isNew: token.firstUsedAt === null,
        handIn: handInReason({ ...token, accountClosedAt }, now),
      };
    },
  };
}
