/** The events that tell of stored records: decisions about evaluations, and what a phone handed in whose sign-in has ended. */
import { reviewPayload } from '../../programme/index.ts';
import type { HandInReason } from '../../protocol/index.ts';
import type { StoredRecords } from '../store/api.ts';
import type { NewEvent } from './chain.ts';

/** By which phone, and why it may only hand in. */
export interface HandIn {
  readonly device: string;
  readonly why: HandInReason;
}

/**
 * @param at ISO instant of the endpoint's clock
 * @returns an event for each decision, by its author; whoever brought it, its signature proves whose it is
 */
export function decisionEvents({ revisions }: Pick<StoredRecords, 'revisions'>, at: string): NewEvent[] {
  return revisions.flatMap(({ kind, scope, author, payload }): NewEvent[] => {
    const review = kind === 'review' ? reviewPayload.safeParse(payload) : null;
    if (!review?.success) return [];
    const { evaluationId: evaluation, decision } = review.data;
    return [{ scope, at, actor: author, kind: 'evaluation-decided', detail: { evaluation, decision } }];
  });
}

/** @returns an event for each commune in whose quarantine something of it waits that was not there before */
export function handInEvents(
  { quarantined }: Pick<StoredRecords, 'quarantined'>,
  { device, why }: HandIn,
  actor: string,
  at: string,
): NewEvent[] {
  return [...Map.groupBy(quarantined, ({ scope }) => scope)].map(([scope, own]) => ({
    ...{ scope, at, actor, kind: 'handed-in' as const },
    detail: { device, why, records: own.length },
  }));
}
