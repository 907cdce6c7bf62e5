/** A criteria set that is to be published: proposed by an administrator, published when a second person confirms. */
import { randomUUID } from 'node:crypto';
import { publishRequest } from '../../protocol/index.ts';
import { type Publishing, publicationFor, publishSet } from '../criteria/publish.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import type { Proposal } from '../store/api.ts';

/**
 * Proposes a publication.
 * @throws {Rejection} 404, 422 where the set cannot be published so
 */
export async function proposePublication(
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  asked: Omit<Publishing, 'at'>,
): Promise<Proposal> {
  const at = clock.now();
  const found = await publicationFor(store, asked);
  if (found.kind === 'rejected') throw new Rejection(found.code === 'unknown-set' ? 404 : 422, found.code);
  const { sha256, scope, from, to, officerId: madeBy } = asked;
  const { id, version } = found.publication.criteriaSet;
  const content = { sha256, set: id, version, from, ...(to !== undefined && { to }) };
  const proposal = { id: randomUUID(), scope, kind: 'publish-criteria' as const, content, madeBy, madeAt: at };
  await store.addProposal(proposal);
  const detail = { proposal: proposal.id, kind: proposal.kind, set: id, version, from };
  await store.addEvents([{ scope, at, actor: madeBy, kind: 'proposal-made', detail }]);
  return { ...proposal, decided: null };
}

/** @throws {Rejection} 422 where the set cannot be published so any more */
export async function confirmPublication(
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  { scope, content, madeBy }: Proposal,
): Promise<void> {
  const days = publishRequest.pick({ from: true, to: true }).parse(content);
  const published = await publishSet(store, {
    ...days,
    sha256: String(content.sha256),
    scope,
    officerId: madeBy,
    at: clock.now(),
  });
  if (published.kind === 'rejected') throw new Rejection(422, published.code);
}
