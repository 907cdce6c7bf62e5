/**
 * Everything a visit stands on, read once when the screen opens (a draft is saved at every answer: reading again after
 * each would be waste): who, where, which criteria, a draft to resume, forms already made in the period.
 */

import { useCallback, useEffect, useState } from 'react';
import type { Subject } from '../../../programme/index.ts';
import type { Session } from '../../../protocol/index.ts';
import type { Clock, StoredEvaluation, SubjectView, Vault } from '../../../vault/index.ts';
import { useServices } from '../../services.ts';
import { takeForm } from '../../windows/open-forms.ts';
import { type PeriodOfToday, periodOfToday } from './campaign-of.ts';
import { type CompiledSet, criteriaOf, setForToday } from './criteria-of.ts';
import type { FormState } from './draft-state.ts';
import { resumable } from './resumable.ts';

export interface Visiting extends PeriodOfToday {
  readonly kind: 'ready';
  readonly session: Session;
  readonly whom: SubjectView;
  /** The set that the draft began with; where there is no draft, the set of today. */
  readonly criteria: CompiledSet;
  /** What a form would begin with today, where the draft began with another and this phone has it. */
  readonly newer: CompiledSet | null;
  readonly draft: FormState | null;
  /** Finished forms of this subject in the period. */
  readonly earlier: readonly StoredEvaluation[];
}
export type VisitLoading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  /** The form is open in another window, and two windows would write over each other's draft. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'signed-out' }
  /** The criteria set that the form is to be filled in with is not on this phone. */
  | { readonly kind: 'no-criteria' }
  /** The commune begins no more forms in this campaign. */
  | { readonly kind: 'closed'; readonly campaign: string }
  | { readonly kind: 'failed' }
  | Visiting;

/** Reads what the visit needs. `retry` reads again. */
export function useVisit(scope: string, { kind, id }: Subject): { visit: VisitLoading; retry: () => void } {
  const { vault, clock } = useServices();
  const [visit, setVisit] = useState<VisitLoading>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round reads again
  useEffect(() => {
    let alive = true;
    setVisit({ kind: 'loading' });
    const form = takeForm(vault.store, `${scope}:${kind}:${id}`);
    const read = async (): Promise<VisitLoading> =>
      (await form.taken) ? readVisit(vault, clock, scope, { kind, id }) : { kind: 'elsewhere' };
    read().then(
      (found) => alive && setVisit(found),
      (error: unknown) => {
        console.error(error);
        if (alive) setVisit({ kind: 'failed' });
      },
    );
    return () => {
      alive = false;
      form.letGo();
    };
  }, [vault, clock, scope, kind, id, round]);
  return { visit, retry: useCallback(() => setRound((before) => before + 1), []) };
}

async function readVisit(vault: Vault, clock: Clock, scope: string, subject: Subject): Promise<VisitLoading> {
  const [session, whom, drafts] = await Promise.all([vault.session(), vault.subject(scope, subject), vault.drafts()]);
  if (session === null) return { kind: 'signed-out' };
  if (whom === null) return { kind: 'missing' };
  const made = await vault.evaluationsOf(scope, subject);
  const draft = await resumable(vault, drafts, whom, made);
  const present = await periodOfToday(vault, session, scope);
  const today = await setForToday(vault, clock, session, { scope, kind: subject.kind, group: whom.group });
  const pinned = draft?.criteriaSet ?? today;
  const criteria = pinned && (await criteriaOf(vault, pinned));
  if (criteria === null) return { kind: 'no-criteria' };
  const isOlder = today !== null && today.sha256 !== criteria.pinned.sha256;
  const newer = isOlder ? await criteriaOf(vault, today) : null;
  const earlier = made.filter(({ evaluation, status }) => evaluation.period === present.period && status !== 'void');
  const { campaign } = present;
  // What was begun is finished, and what was returned is corrected.
  if (campaign !== null && campaign.state !== 'open' && draft === null && earlier.length === 0) {
    return { kind: 'closed', campaign: campaign.name };
  }
  return { kind: 'ready', ...present, session, whom, criteria, newer, draft, earlier };
}
