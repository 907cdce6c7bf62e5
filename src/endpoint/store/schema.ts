/** The tables, as the query builder sees them. Every table of records is keyed by scope first. */
import type { Generated } from 'kysely';
import type { Stream } from '../../programme/index.ts';
import type { EntityCells } from '../views/derive.ts';

/** The rows of each table; times are ISO instants. */
export interface Tables {
  meta: { key: string; value: string };
  /** A stream has one counter row: its next scopeSeq is seq + 1. */
  scopes: { scope: string; stream: Stream; seq: number };
  revisions: {
    scope: string;
    stream: Stream;
    scope_seq: number;
    rev_id: string;
    kind: string;
    entity_id: string;
    author: string;
    device: string;
    device_seq: number;
    /** The time by the device's clock. */
    device_time: string;
    /** The entity in whose row of a view this record counts (views/derive.ts); null where it counts in none. */
    owner_id: string | null;
    content_hash: string;
    body: string;
    /** JSON of the endpoint's own score; null where there is nothing to score. */
    score: string | null;
    /** 1 agrees with the phone, 0 differs. */
    score_agrees: number | null;
    submitted_by: string;
    received_at: string;
  };
  /** Every entity in its present state; its payload is in the shown revision's body, or in `merged`. */
  entities: { scope: string; entity_id: string; kind: string } & EntityCells;
  /** This and the next two tables are the views (views/tables.ts): each has a row an entity. */
  households: {
    scope: string;
    entity_id: string;
    number: string;
    hamlet: string;
    /** The key by which hamlet and number are found (views/keys.ts). */
    place: string;
    conflict: number;
  };
  people: {
    scope: string;
    entity_id: string;
    household_id: string;
    name: string;
    /** The name, normalized for search. */
    name_key: string;
    birth_year: number;
    birth_date: string | null;
    sex: string;
    subject_group: string;
    unit: string | null;
    is_head: number;
    moved_out: number;
    cccd_tail: string | null;
    cccd_hash: string | null;
    conflict: number;
  };
  evaluations: {
    scope: string;
    entity_id: string;
    subject_kind: string;
    subject_id: string;
    period: string;
    hamlet: string | null;
    unit: string | null;
    subject_group: string | null;
    status: string;
    verdict: string;
    total: number;
    max_total: number;
    author: string;
    finished_at: string;
    criteria_set: string;
    counted_rev_id: string | null;
    waiting: number;
    conflict: number;
  };
  /** Entities that this version can make no row of, each with the reason. */
  pending_views: { scope: string; view: string; entity_id: string; why: string };
  quarantine: {
    scope: string;
    body_hash: string;
    rev_id: string | null;
    /** The device that the record names; null where that could not be read. */
    device: string | null;
    content_hash: string | null;
    code: string;
    body: string;
    submitted_by: string;
    received_at: string;
    resolved_at: Generated<string | null>;
    /** The supervisor who decided, or the officer who offered the record again so that it was accepted. */
    resolved_by: Generated<string | null>;
    /** `accepted`, `corrected` or `closed`. */
    outcome: Generated<string | null>;
    /** Why the record was closed. */
    reason: Generated<string | null>;
    retried_at: Generated<string | null>;
    /** Why the last retry did not accept the record; `code` stays the first reason. */
    retry_code: Generated<string | null>;
    /** The revision that took the record's place. */
    corrected_as: Generated<string | null>;
    /** The members that are changed in that revision, as JSON. */
    changes: Generated<string | null>;
  };
  /** Whole photos. */
  blobs: { scope: string; sha256: string; bytes: Uint8Array };
  /** Pieces of photos that are not whole yet; they never overlap. */
  blob_pieces: { scope: string; sha256: string; at: number; bytes: Uint8Array };
  /** A photo that is not whole has one row here, whose lock lets its pieces in one after the other. */
  blob_arrivals: { scope: string; sha256: string; pieces: number };
  /** The scopes in which a record names a photo, and the officers who handed such a record in or made it. */
  blob_refs: { scope: string; sha256: string; officer_id: string };
  /** The scopes in which an officer handed in, or made, records that name photos; the table is as small as that of grants. */
  photo_senders: { officer_id: string; scope: string };
  /** The security events, a chain a scope (events/chain.ts). */
  events: {
    scope: string;
    n: number;
    at: string;
    actor: string;
    kind: string;
    /** JSON. */
    detail: string;
    prev_hash: string;
    hash: string;
  };
  /** The end of each chain; its lock lets events in one after the other. */
  event_heads: { scope: string; n: number; hash: string };
  /** The hash of each citizen's identity number: a row for each identity revision, and for each parent that is yet to come. */
  identity_index: { scope: string; rev_id: string; citizen_id: string; hash: string | null; replaced: number };
  criteria_sets: { sha256: string; id: string; version: string; body: string; added_at: string };
  communes: {
    scope: string;
    code: string;
    name: string;
    province: string;
    criteria_variant: string;
    valid_from: Generated<string | null>;
    valid_to: Generated<string | null>;
    /** JSON of the codes that it had before, with their days. */
    codes: string;
    /** JSON of the scopes of the communes that were merged into it. */
    predecessors: string;
  };
  officers: {
    id: string;
    name: string;
    /** The telephone number under which they are asked; null: nobody wrote one down. */
    phone: string | null;
    /** The instant from which they may only hand in what they have. */
    closed_at: Generated<string | null>;
    /** The officer who goes on with their work. */
    successor: Generated<string | null>;
  };
  /** Codes by which devices are enrolled (api/enrolment.ts). */
  enrolment_codes: {
    id: string;
    officer_id: string;
    prefix: string;
    typed_hash: string;
    secret_hash: string;
    made_by: string;
    made_at: string;
    expires_at: string | null;
    used_at: Generated<string | null>;
    used_by: Generated<string | null>;
    voided_at: Generated<string | null>;
    wrong_tries: number;
  };
  /** Wrong codes of anybody, a row a minute (the first 16 letters of the ISO instant). */
  wrong_tries: { minute: string; tries: number };
  /** What waits for a second person, or waited (api/proposals.ts). */
  proposals: {
    id: string;
    scope: string;
    kind: string;
    /** JSON. */
    content: string;
    made_by: string;
    made_at: string;
    decided_by: Generated<string | null>;
    decided_at: Generated<string | null>;
    outcome: Generated<string | null>;
    reason: Generated<string | null>;
  };
  /** Drafts of one device in one commune, encrypted to that commune's key (api/hand-over.ts). */
  draft_bundles: {
    scope: string;
    device: string;
    officer_id: string;
    draft_count: number;
    sha256: string;
    bytes: Uint8Array;
    received_at: string;
  };
  /** Who goes on with the work of an officer who left (programme/hand-over.ts). */
  hand_overs: {
    scope: string;
    from_officer: string;
    to_officer: string;
    made_by: string;
    made_at: string;
    ended_at: string | null;
  };
  grants: { officer_id: string; role: string; level: string; place: string };
  tokens: {
    token_hash: string;
    /** Hash of the first token of the sign-in: tokens of one sign-in replace each other. */
    sign_in: string;
    device: string;
    officer_id: string;
    made_at: string;
    /** The instant of its first request, which ends those before it. */
    first_used_at: Generated<string | null>;
    /** The instant at which the token was ended. */
    ended_at: Generated<string | null>;
    /** `signed-out`, `revoked` or `replaced`. */
    ended_why: Generated<string | null>;
  };
  /** Each device is one person's for ever. */
  devices: {
    device: string;
    officer_id: string;
    /** The device's last sign-in, whose tokens alone may push for it. */
    sign_in: string;
    /** What its person calls it. */
    name: Generated<string | null>;
    /** The instant at which somebody revoked it; a further sign-in on it takes that back. */
    revoked_at: Generated<string | null>;
    enrolled_at: string;
    seen_at: Generated<string | null>;
    /** The last heartbeat as JSON. */
    heartbeat: Generated<string | null>;
    /** The instant at which the device's records were first seen to come from two phones. */
    forked_at: Generated<string | null>;
  };
  device_keys: { device: string; public_key: string; registered_at: string };
}
