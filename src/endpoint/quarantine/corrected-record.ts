/** A quarantined record read as JSON, whose members are changed one by one, and the revision that is made of it. */
import { PARENTS_MAX } from '../../programme/index.ts';
import {
  type CorrectedMember,
  canonicalText,
  type MemberPath,
  type Revision,
  withContentHash,
} from '../../protocol/index.ts';
import { deterministicId } from '../deterministic-id.ts';
import { readOffer } from '../ingest/judge.ts';
import type { EndpointDevice } from '../signing/endpoint-device.ts';
import type { Officer, QuarantineEntry } from '../store/api.ts';
import { valueAt } from './faulty-members.ts';

/** A record as it came, with members that only a later version knows. */
export type RawRecord = Revision & { readonly [member: string]: unknown };

/** @returns null for what is no revision, and for one that is not what its phone signed: nobody knows what it was to be */
export function recordIn({ body }: Pick<QuarantineEntry, 'body'>): RawRecord | null {
  const { raw, revision, contentHash } = readOffer(JSON.parse(body));
  return revision === null || contentHash !== revision.contentHash ? null : (raw as RawRecord);
}

/** @returns whether the value has a canonical text; a lone surrogate has no bytes, and so no hash */
export function hasText(value: unknown): boolean {
  try {
    return canonicalText(value) !== '';
  } catch {
    return false;
  }
}

/** @returns the change of a member from its present value to this one; undefined takes the member away */
export function memberChange(record: RawRecord, path: MemberPath, to: unknown): CorrectedMember {
  const from = valueAt(record, path);
  return { path: [...path], ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Gives a member another value, or takes it away where that is undefined. A faulty member always has a holder. */
export function putMember(record: RawRecord, path: MemberPath, to: unknown): void {
  const holder = valueAt(record, path.slice(0, -1)) as Record<string | number, unknown> | undefined;
  const key = path.at(-1);
  if (holder === undefined || key === undefined || key === '__proto__') return;
  if (to !== undefined) holder[key] = to;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/**
 * Makes the revision that takes the quarantined record's place: it is made at the endpoint and signed by it, and its author
 * is the supervisor who is signed in. The same corrections by the same supervisor make the same revision.
 * @param came the record as it came, whose id and parents become the parents
 */
export function correctedRevision(
  supervisor: Officer,
  desk: EndpointDevice,
  { contentHash: _, signature: __, ...record }: RawRecord,
  { revId: corrects, parents }: RawRecord,
): Revision {
  const content = {
    ...record,
    author: supervisor.id,
    parents: [corrects, ...parents].slice(0, PARENTS_MAX),
    corrects,
    deviceSeq: 1,
    prevHash: '',
  };
  const text = canonicalText({ ...content, revId: '', device: '', salt: '' });
  const revId = deterministicId(`corrected:${text}`);
  return desk.signed(withContentHash({ ...content, revId, device: desk.device, salt: desk.saltFor(text) }));
}
