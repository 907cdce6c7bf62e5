/**
 * Who may do what. This is the one place where a role is asked for; routes, ingest, desk and phone ask here.
 *
 * A person has grants: a role on a commune, on a province or on the whole instance. Posts are what the grants come to in each
 * commune that there is; the endpoint works them out at each request, and a phone has its officer's in the session.
 */
import { STREAMS, type Stream, type StreamRef } from './streams.ts';

export const ROLES = ['officer', 'supervisor', 'viewer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  'read-records',
  /** Read identity numbers in full, of whomever; an officer's phone holds in full only what it made itself. */
  'read-identity',
  /** Ask whether a number is written down already, one at a time. */
  'look-up-identity',
  /** Write down households, people, visits, consents, evaluations. */
  'collect',
  /** Decide about what others have written, also about quarantined records. */
  'decide',
  'import-roster',
  'export-records',
  /** Read sums without names. */
  'read-figures',
  /** Add a criteria set, which is the same for everybody. */
  'add-criteria',
  /** Say which criteria set a commune uses from a day on. */
  'publish-criteria',
  /** Keep the commune's hamlets and campaigns. */
  'manage-commune',
  /** Add people, give and take grants, close accounts. */
  'manage-accounts',
  /** Make codes by which phones and desks are enrolled, and revoke devices; for whom is asked by `mayEnrol`. */
  'enrol-devices',
  /** Read the log of security events. */
  'read-events',
  /** Add communes and merge them; it belongs to no commune. */
  'manage-communes',
] as const;
export type Action = (typeof ACTIONS)[number];

const COLLECTING = ['read-records', 'look-up-identity', 'collect'] as const satisfies readonly Action[];
const DECIDING = [
  ...COLLECTING,
  'read-identity',
  'decide',
  'import-roster',
  'export-records',
  'read-figures',
  'enrol-devices',
] as const satisfies readonly Action[];

const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  officer: COLLECTING,
  supervisor: DECIDING,
  viewer: ['read-figures'],
  administrator: [
    ...DECIDING,
    'add-criteria',
    'publish-criteria',
    'manage-commune',
    'manage-accounts',
    'read-events',
    'manage-communes',
  ],
};

/** A role, and where somebody has it. */
export type Grant =
  | { readonly role: Role; readonly on: 'commune'; readonly scope: string }
  | { readonly role: Role; readonly on: 'province'; readonly province: string }
  | { readonly role: Role; readonly on: 'instance' };

/** A role on one commune. */
export interface Post {
  readonly role: Role;
  /** `null`: on the instance itself, for what belongs to no commune. */
  readonly scope: string | null;
}

/** A commune, as far as rights depend on it. */
export interface CommunePlace {
  readonly scope: string;
  readonly province: string;
  /** Scopes of the communes that were merged into it. */
  readonly predecessors?: readonly string[] | undefined;
}

/** @returns the communes into which this one went, and those into which they went in turn; a circle ends where it begins */
export function heirsOf<C extends Pick<CommunePlace, 'scope' | 'predecessors'>>(
  communes: readonly C[],
  scope: string,
): C[] {
  const heirs: C[] = [];
  const waiting = [scope];
  for (const predecessor of waiting) {
    for (const heir of communes) {
      if (!heir.predecessors?.includes(predecessor) || waiting.includes(heir.scope)) continue;
      heirs.push(heir);
      waiting.push(heir.scope);
    }
  }
  return heirs;
}

/** @returns the scopes of all communes that went into this one, also by way of others */
export function predecessorsOf(
  communes: readonly Pick<CommunePlace, 'scope' | 'predecessors'>[],
  scope: string,
): string[] {
  const partsOf = new Map(communes.map((each) => [each.scope, each.predecessors ?? []]));
  const found = new Set<string>();
  const waiting = [scope];
  for (const heir of waiting) {
    for (const part of partsOf.get(heir) ?? []) {
      if (part === scope || found.has(part)) continue;
      found.add(part);
      waiting.push(part);
    }
  }
  return communes.filter((each) => found.has(each.scope)).map((each) => each.scope);
}

/** @returns grants of the same role on each of these communes */
export function grantsOn(role: Role, scopes: readonly string[]): Grant[] {
  return scopes.map((scope) => ({ role, on: 'commune', scope }));
}

/**
 * Works out a person's posts. Who has a grant on a commune has the same post on those that were merged into it, whose records stay
 * where they are.
 * @param communes all that there are; a grant on one that does not exist gives nothing yet
 * @returns each post once, in the order of the communes
 */
export function postsOf(grants: readonly Grant[], communes: readonly CommunePlace[]): Post[] {
  const posts = communes.flatMap((commune) => {
    const places = [commune, ...heirsOf(communes, commune.scope)];
    const here = grants.filter(
      (grant) =>
        grant.on === 'instance' ||
        (grant.on === 'commune' && places.some(({ scope }) => scope === grant.scope)) ||
        (grant.on === 'province' && places.some(({ province }) => province === grant.province)),
    );
    const { scope } = commune;
    return [...new Set(here.map(({ role }) => role))].map((role): Post => ({ role, scope }));
  });
  const onInstance = grants.filter(({ on }) => on === 'instance').map(({ role }): Post => ({ role, scope: null }));
  return [...posts, ...onInstance];
}

/** @returns whether somebody with these posts may do this. @param scope null for what belongs to no commune */
export function may(posts: readonly Post[], action: Action, scope: string | null): boolean {
  return posts.some((post) => post.scope === scope && ALLOWED[post.role].includes(action));
}

/** @returns whether somebody with these posts may do this in a commune at least, or on the whole instance */
export function mayAnywhere(posts: readonly Post[], action: Action): boolean {
  return posts.some(({ role }) => ALLOWED[role].includes(action));
}

/** @returns the communes in which somebody with these posts may do this, each once */
export function scopesFor(posts: readonly Post[], action: Action): string[] {
  const scopes = posts.flatMap(({ role, scope }) => (scope !== null && ALLOWED[role].includes(action) ? [scope] : []));
  return [...new Set(scopes)];
}

/**
 * Whether somebody may make an enrolment code for a person, or revoke a device of theirs. Whoever holds such a code signs in as
 * that person, so a supervisor may do it for officers and viewers only, or two supervisors could each act as both; an
 * administrator of every place where the person has a post may do it for anybody. Everybody may enrol a further device of
 * their own.
 */
export function mayEnrol(
  maker: { readonly id: string; readonly posts: readonly Post[] },
  person: { readonly id: string; readonly posts: readonly Post[] },
): boolean {
  if (maker.id === person.id) return true;
  if (person.posts.length === 0) return false;
  return person.posts.every(({ role, scope }) => {
    if (may(maker.posts, 'manage-accounts', scope)) return true;
    return (role === 'officer' || role === 'viewer') && may(maker.posts, 'enrol-devices', scope);
  });
}

/** @returns whether somebody with these posts may give this grant to another person, or take it from them */
export function mayGrant(posts: readonly Post[], grant: Grant): boolean {
  if (may(posts, 'manage-accounts', null)) return true;
  return grant.on === 'commune' && may(posts, 'manage-accounts', grant.scope);
}

/** The roles, highest first. */
const RANK: readonly Role[] = ['administrator', 'supervisor', 'officer', 'viewer'];

/** @returns the role by which somebody with several is shown */
export function highestRole(posts: readonly Post[]): Role {
  return RANK.find((role) => posts.some((post) => post.role === role)) ?? 'viewer';
}

/** @returns whether somebody with these posts may pull a stream */
export function mayReadStream(posts: readonly Post[], { scope, stream }: StreamRef): boolean {
  return may(posts, actionToRead(stream), scope);
}

/** @returns the action that reading a stream is */
export function actionToRead(stream: Stream): Action {
  return stream === 'identity' ? 'read-identity' : 'read-records';
}

/** @returns every stream that somebody with these posts pulls */
export function streamsOf(posts: readonly Post[]): StreamRef[] {
  return scopesFor(posts, 'read-records').flatMap((scope) =>
    STREAMS.map((stream) => ({ scope, stream })).filter((each) => mayReadStream(posts, each)),
  );
}
