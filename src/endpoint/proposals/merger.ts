/** A merger of communes: proposed by an administrator of the endpoint, done when a second person confirms. */
import { randomUUID } from 'node:crypto';
import { INSTANCE_SCOPE, type MergeCommunesRequest, type MergerContent, mergerContent } from '../../protocol/index.ts';
import { doMerge, plannedMerger } from '../communes/merge.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import type { Proposal } from '../store/api.ts';

/** @returns the scopes of the communes that are there already and that the merger changes */
export function communesOfMerger(content: Proposal['content']): string[] {
  const { predecessors, into } = mergerContent.parse(content).request;
  return into === null ? predecessors : [...predecessors, into];
}

/**
 * Proposes a merger.
 * @throws {Rejection} 409 where a rule stands against it
 */
export async function proposeMerger(
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  madeBy: string,
  request: MergeCommunesRequest,
): Promise<Proposal> {
  const scope = request.into ?? randomUUID();
  const { merged, isDone } = await plannedMerger(store, request, scope);
  if (isDone) throw new Rejection(409, 'already-merged');
  const nameOf = (wanted: string) => merged.find((each) => each.scope === wanted)?.name ?? wanted;
  const names = { former: request.predecessors.map(nameOf), into: nameOf(scope) };
  const content: MergerContent = { request, scope, names };
  const madeAt = clock.now();
  const proposal = {
    ...{ id: randomUUID(), scope: INSTANCE_SCOPE, kind: 'merge-communes' as const },
    ...{ content: { ...content }, madeBy, madeAt },
  };
  await store.addProposal(proposal);
  const detail = { proposal: proposal.id, kind: proposal.kind, into: scope, from: request.from };
  await store.addEvents(
    communesOfMerger(content).map((commune) => ({
      ...{ scope: commune, at: madeAt, actor: madeBy },
      ...{ kind: 'proposal-made' as const, detail },
    })),
  );
  return { ...proposal, decided: null };
}

/** @throws {Rejection} 409 where a rule stands against it by now */
export async function confirmMerger(
  parts: Pick<EndpointParts, 'store' | 'clock'>,
  { content, madeBy }: Proposal,
): Promise<void> {
  const { request, scope } = mergerContent.parse(content);
  await doMerge(parts, madeBy, request, scope);
}
