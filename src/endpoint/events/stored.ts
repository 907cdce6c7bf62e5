/**
 * The events that tell of stored records: decisions about evaluations, what the administration saved of hamlets and campaigns, and
 * what a phone handed in whose sign-in has ended.
 */
import { campaignPayload, hamletPayload, reviewPayload } from '../../programme/index.ts';
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
 * @returns an event for each record that the log tells of, by its author; whoever brought it, its signature proves whose it is
 */
export function storedEvents({ revisions }: Pick<StoredRecords, 'revisions'>, at: string): NewEvent[] {
  return revisions.flatMap(({ kind, scope, author, payload }): NewEvent[] => {
    const told = toldOf(kind, payload);
    return told === null ? [] : [{ scope, at, actor: author, ...told }];
  });
}

function toldOf(kind: string, payload: unknown): Pick<NewEvent, 'kind' | 'detail'> | null {
  switch (kind) {
    case 'review': {
      const { data } = reviewPayload.safeParse(payload);
      if (data === undefined) return null;
      const { evaluationId: evaluation, decision } = data;
      return { kind: 'evaluation-decided', detail: { evaluation, decision } };
    }
    case 'campaign': {
      const { data } = campaignPayload.safeParse(payload);
      return data === undefined ? null : { kind: 'campaign-saved', detail: { name: data.name, state: data.state } };
    }
    case 'hamlet': {
      const { data } = hamletPayload.safeParse(payload);
      return data === undefined ? null : { kind: 'hamlet-saved', detail: { name: data.name, to: data.to ?? '' } };
    }
    default:
      return null;
  }
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
