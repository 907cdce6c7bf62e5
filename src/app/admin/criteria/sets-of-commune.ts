/** The criteria sets that a commune uses today, and those that it will use from a later day, as this device holds them. */
import { passMark } from '../../../criteria/index.ts';
import {
  type PinnedSet,
  publicationOn,
  publicationsAfter,
  SUBJECT_GROUPS,
  SUBJECT_KINDS,
  type SubjectKind,
  setAt,
  vietnamDay,
} from '../../../programme/index.ts';
import type { Session } from '../../../protocol/index.ts';
import type { Clock, Vault } from '../../../vault/index.ts';
import { criteriaOf, setForToday, variantOfToday } from '../../phone/evaluate/criteria-of.ts';

type Text = { readonly vi: string; readonly en: string };

export interface SetOfCommune {
  readonly subject: { readonly kind: SubjectKind; readonly group: string };
  readonly set: PinnedSet;
  /** What the set says of itself; null: it is not on this device yet. `passPoints` is null where there is no such mark. */
  readonly about: {
    readonly title: Text;
    readonly subject: Text;
    readonly status: 'official' | 'provisional';
    readonly passPoints: number | null;
  } | null;
  /** First day; null: it ships with the app, and nothing else was published. */
  readonly from: string | null;
  readonly state: 'in-force' | 'coming';
}

/** @returns for each kind of subject the set of today, then those of later days in their order */
export async function setsOfCommune(
  vault: Vault,
  clock: Clock,
  session: Session,
  scope: string,
): Promise<SetOfCommune[]> {
  const day = vietnamDay(clock.millis());
  const variant = await variantOfToday(vault, session, scope);
  const sets = await vault.criteriaSets();
  const found: Omit<SetOfCommune, 'about'>[] = [];
  for (const kind of SUBJECT_KINDS) {
    const published = await sets.published(scope, kind);
    const groups = new Set<string>(kind === 'citizen' ? SUBJECT_GROUPS : []);
    for (const { publication } of published) groups.add(publication.subject.group);
    for (const group of groups) {
      const subject = { kind, group };
      const set = await setForToday(vault, clock, session, { scope, ...subject });
      const from = publicationOn(day, subject, published)?.from ?? null;
      if (set !== null) found.push({ subject, set, from, state: 'in-force' });
      for (const later of publicationsAfter(day, published)) {
        if (later.subject.group !== group) continue;
        found.push({ subject, set: setAt(variant, later), from: later.from, state: 'coming' });
      }
    }
  }
  return await Promise.all(found.map(async (each) => ({ ...each, about: await aboutSet(vault, each.set) })));
}

async function aboutSet(vault: Vault, pinned: PinnedSet): Promise<SetOfCommune['about']> {
  const set = (await criteriaOf(vault, pinned))?.compiled.set;
  if (set === undefined) return null;
  const { title, status, subject, pointScale } = set;
  const mark = passMark(set);
  return { title, subject: subject.title, status, passPoints: mark === null ? null : mark / pointScale };
}
