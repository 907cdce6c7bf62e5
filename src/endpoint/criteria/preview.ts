/** What a set would have made of a commune's evaluations of a period: read page by page, so that other requests go on. */
import type { CriteriaSet } from '../../criteria/index.ts';
import { evaluationPayload, type SetPreview, SetPreviewer } from '../../programme/index.ts';
import type { SetStore, ViewStore } from '../store/api.ts';
import { heldSet } from './add-set.ts';

const PAGE = 200;

/** @param set the one that is looked at; it need not be published, nor kept anywhere */
export async function previewSet(
  store: Pick<ViewStore, 'countedEvaluations' | 'current'> & Pick<SetStore, 'set'>,
  set: CriteriaSet,
  scope: string,
  period: string,
): Promise<SetPreview> {
  const previewer = new SetPreviewer(set);
  const sets = new Map<string, CriteriaSet | null>();
  for (let after: string | null = ''; after !== null; ) {
    const ids: readonly string[] = await store.countedEvaluations(scope, period, after, PAGE);
    for (const { id, payload } of await store.current(scope, 'evaluation', ids)) {
      const { data: evaluation } = evaluationPayload.safeParse(payload);
      if (evaluation === undefined) continue;
      const { sha256 } = evaluation.criteriaSet;
      if (!sets.has(sha256)) sets.set(sha256, await heldSet(store, sha256));
      previewer.add(id, evaluation, sets.get(sha256) ?? null);
    }
    after = ids.length < PAGE ? null : (ids.at(-1) ?? null);
  }
  return previewer.result();
}
