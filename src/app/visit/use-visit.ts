/**
 * Everything a visit stands on, read once when the screen opens (a draft is saved at every answer: reading again after
 * each would be waste): who, where, which criteria, a draft to resume, forms already made in the period.
 */

import { useCallback, useEffect, useState } from 'react';
import type { Subject } from '../../programme/index.ts';
import type { Session } from '../../protocol/index.ts';
import type { Draft, StoredEvaluation, SubjectView, Vault } from '../../vault/index.ts';
import { isAbout } from '../hrefs.ts';
import { useServices } from '../services.ts';
import { takeForm } from '../update/open-forms.ts';
import { criteriaOf, type LoadedSet } from './criteria-of.ts';
import { type FormState, fromDraft } from './draft-state.ts';
import { setIdFor } from './set-words.ts';

export interface Visiting {
  readonly kind: 'ready';
  readonly session: Session;
  readonly whom: SubjectView;
  readonly criteria: LoadedSet;
  readonly draft: FormState | null;
  /** Finished forms of this subject in the running period. */
  readonly earlier: readonly StoredEvaluation[];
}
export type VisitLoading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  /** Open in another window: two would write over each other's draft. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'failed' }
  | Visiting;

/** Reads what the visit needs. `retry` reads again. */
export function useVisit(scope: string, { kind, id }: Subject): { visit: VisitLoading; retry: () => void } {
  const { vault } = useServices();
  const [visit, setVisit] = useState<VisitLoading>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round reads again
  useEffect(() => {
    let alive = true;
    setVisit({ kind: 'loading' });
    const form = takeForm(vault.store, `${scope}:${kind}:${id}`);
    const read = async (): Promise<VisitLoading> =>
      (await form.taken) ? readVisit(vault, scope, { kind, id }) : { kind: 'elsewhere' };
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
  }, [vault, scope, kind, id, round]);
  return { visit, retry: useCallback(() => setRound((before) => before + 1), []) };
}

async function readVisit(vault: Vault, scope: string, subject: Subject): Promise<VisitLoading> {
  const [session, whom, drafts] = await Promise.all([vault.session(), vault.subject(scope, subject), vault.drafts()]);
  if (session === null) return { kind: 'signed-out' };
  if (whom === null) return { kind: 'missing' };
  const made = await vault.evaluationsOf(scope, subject);
  const draft = await resumable(vault, drafts, whom, made);
  const variant = session.communes.find((commune) => commune.scope === scope)?.criteriaVariant ?? '80';
  const criteria = await criteriaOf(draft?.setId ?? setIdFor(whom.group ?? '', variant));
  const earlier = made.filter(({ evaluation, status }) => evaluation.period === session.period && status !== 'void');
  return { kind: 'ready', session, whom, criteria, draft, earlier };
}

/** A draft whose form was saved (killed between saving and tidying up) is dropped; the newest other one is resumed. */
async function resumable(
  vault: Vault,
  drafts: readonly Draft[],
  { scope, subject }: SubjectView,
  made: readonly StoredEvaluation[],
): Promise<FormState | null> {
  const own = drafts
    .filter((draft) => draft.kind === 'evaluation' && isAbout(draft, scope, subject))
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  let resumed: FormState | null = null;
  for (const draft of own) {
    if (made.some(({ id }) => id === draft.draftId)) await vault.dropDraft(draft.draftId);
    else resumed ??= fromDraft(draft);
  }
  return resumed;
}
