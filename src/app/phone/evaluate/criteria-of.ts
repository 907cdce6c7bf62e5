/** The criteria set that a form begins with, and the very one that a draft or a record names, ready to score. */
import {
  type Compiled,
  compile,
  criteriaSetSchema,
  SET_IDS,
  type ShippedSet,
  shippedFor,
  shippedSet,
} from '../../../criteria/index.ts';
import {
  type CriteriaVariant,
  criteriaFor,
  type OfferedSets,
  type PinnedSet,
  type SubjectKind,
  vietnamDay,
} from '../../../programme/index.ts';
import type { Session } from '../../../protocol/index.ts';
import type { Clock, Vault } from '../../../vault/index.ts';
import { periodOfToday } from './campaign-of.ts';

export interface CompiledSet {
  readonly compiled: Compiled;
  /** The set as a record names it: its id, version and hash. */
  readonly pinned: PinnedSet;
}

/** The sets that were read of a vault, by hash, so that each is compiled once. */
const loaded = new WeakMap<Vault, Map<string, CompiledSet>>();

/** @returns null where the set is not on this phone, or is of a form that this version of the app cannot read */
export async function criteriaOf(vault: Vault, pinned: PinnedSet): Promise<CompiledSet | null> {
  const { sha256 } = pinned;
  const known = loaded.get(vault) ?? new Map<string, CompiledSet>();
  loaded.set(vault, known);
  const before = known.get(sha256);
  if (before !== undefined) return before;
  const text = await textOf(vault, pinned);
  if (text === null) return null;
  const read = criteriaSetSchema.safeParse(JSON.parse(text));
  if (!read.success) {
    console.warn('criteria set: of another form', sha256, read.error);
    return null;
  }
  const { id, version } = read.data;
  const made = { compiled: compile(read.data), pinned: { id, version, sha256 } };
  known.set(sha256, made);
  return made;
}

/** Keeps a built-in set when it is first used, because a later version of the app may bring another in its place. */
async function textOf(vault: Vault, { id, sha256 }: PinnedSet): Promise<string | null> {
  const sets = await vault.criteriaSets();
  const here = await sets.text(sha256);
  if (here !== null || !SET_IDS.includes(id)) return here;
  const shipped = await shippedSet(id);
  if (shipped.sha256 !== sha256) return null;
  await sets.keep(sha256, shipped.text).catch((error: unknown) => console.warn('criteria set: not kept', error));
  return shipped.text;
}

/** What decides which set a form begins with. */
export interface FormSubject {
  readonly scope: string;
  readonly kind: SubjectKind;
  readonly group: string | null;
}

/** @returns what a form about such a subject begins with today; null where there is no set for it */
export async function setForToday(
  vault: Vault,
  clock: Clock,
  session: Session,
  { scope, kind, group }: FormSubject,
): Promise<PinnedSet | null> {
  const variant = await variantOfToday(vault, session, scope);
  const published = await (await vault.criteriaSets()).published(scope, kind);
  const subject = { kind, group };
  const builtIn = await offered(subject, variant);
  return criteriaFor({ subject, variant, day: vietnamDay(clock.millis()), published, builtIn });
}

/** @returns the least total of a pass in the commune's campaign of today, else in the commune */
export async function variantOfToday(vault: Vault, session: Session, scope: string): Promise<CriteriaVariant> {
  const commune = session.communes.find((each) => each.scope === scope);
  const { campaign } = await periodOfToday(vault, session, scope);
  return campaign?.variant ?? commune?.criteriaVariant ?? '80';
}

async function offered(
  subject: Pick<FormSubject, 'kind' | 'group'>,
  variant: CriteriaVariant,
): Promise<OfferedSets | null> {
  const ids = shippedFor(subject);
  if (ids === null) return null;
  const criteriaSet = pinnedOf(await shippedSet(ids.base));
  return variant === '70'
    ? { criteriaSet, variants: { '70': pinnedOf(await shippedSet(ids.from70)) } }
    : { criteriaSet };
}

const pinnedOf = ({ id, version, sha256 }: ShippedSet): PinnedSet => ({ id, version, sha256 });
