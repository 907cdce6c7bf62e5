import type { Draft, StoredEvaluation, SubjectView, Vault } from '../../../vault/index.ts';
import { isAbout } from '../../hrefs.ts';
import { type FormState, fromDraft } from './draft-state.ts';
import { replacedBy } from './replaced-drafts.ts';

/**
 * A draft whose form was saved (killed between saving and tidying up) is dropped, after the one that it took the place of; the
 * newest other one is resumed. One that was handed over is nobody's until somebody goes on with it.
 */
export async function resumable(
  vault: Pick<Vault, 'dropDraft'>,
  drafts: readonly Draft[],
  { scope, subject }: Pick<SubjectView, 'scope' | 'subject'>,
  made: readonly Pick<StoredEvaluation, 'id'>[],
): Promise<FormState | null> {
  const own = drafts
    .filter((draft) => draft.kind === 'evaluation' && !draft.handedOver && isAbout(draft, scope, subject))
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  const isSaved = ({ draftId }: Draft) => made.some(({ id }) => id === draftId);
  const replaced = replacedBy(own.filter(isSaved));
  const over = own.filter((draft) => isSaved(draft) || replaced.has(draft.draftId));
  // The oldest goes first: as long as the newer one is there, the older one is known to be over.
  for (const { draftId } of [...over].reverse()) await vault.dropDraft(draftId);
  const left = own.filter((draft) => !over.includes(draft)).map(fromDraft);
  return left.find((form) => form !== null) ?? null;
}
