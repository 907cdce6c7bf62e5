/** Finished forms and published criteria sets on an officer's phone, as the screens and a pull would leave them. */
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import type { CriteriaSet } from '../../src/criteria/schema.ts';
import { type Evaluation, newRevision, publishCriteriaSet, type Subject } from '../../src/programme/index.ts';
import { canonicalText } from '../../src/protocol/index.ts';
import { type EntityRef, type NewRevision, uuidv7 } from '../../src/vault/index.ts';
import { pinned } from './criteria.ts';
import { HOME_SCOPE, type OfficersPhone } from './officers-phone.tsx';

export function newRef({ phone }: OfficersPhone): EntityRef {
  return { scope: HOME_SCOPE, id: uuidv7(phone.clock, phone.rng) };
}

/** @throws Error where the phone did not save all of it */
export async function saved(officer: OfficersPhone, revisions: readonly NewRevision[]): Promise<void> {
  const done = await officer.vault.commit(revisions);
  if (done.kind !== 'saved') throw new Error(JSON.stringify(done));
}

/** A form of the first group in which all ten indicators have this level. */
export async function finishedForm(
  officer: OfficersPhone,
  subject: Subject,
  level: string,
  changed: Partial<Evaluation> = {},
): Promise<EntityRef> {
  const set = await loadBuiltIn('cdht-1');
  const answers = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`${at + 1}`, { level }]));
  const { total, max, verdict, hash } = score(compile(set), { indicators: answers });
  const ref = newRef(officer);
  const payload = {
    subject,
    hamlet: 'Ấp 3',
    period: '2026',
    criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
    answers,
    clientResult: { total, max, verdict, hash },
    finishedAt: officer.phone.clock.now(),
    ...changed,
  };
  await saved(officer, [newRevision('evaluation', ref, payload)]);
  return ref;
}

/** Puts a set on the phone, which its commune uses for such subjects from the first day of 2026 on. */
export async function publishedSet(
  officer: OfficersPhone,
  set: CriteriaSet,
  kind: Subject['kind'] = 'citizen',
): Promise<void> {
  const sets = await officer.vault.criteriaSets();
  await sets.keep(setHash(set), canonicalText(set));
  const subject = { kind, group: set.subject.group };
  await saved(officer, publishCriteriaSet(newRef(officer), { subject, criteriaSet: pinned(set), from: '2026-01-01' }));
}
