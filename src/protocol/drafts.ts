/**
 * Forms that were begun and not saved, on their way from the phone of an officer who may leave to the one who goes on.
 *
 * - `PUT  /v1/drafts?scope&count`        phone → endpoint: the drafts of one commune, encrypted to that commune's key; they replace
 *   those that came before from this device. No bytes and a count of 0: there are none any more.
 * - `GET  /v1/handed-drafts?scope`       endpoint → phone of the successor: the drafts of one device, opened.
 * - `POST /v1/handed-drafts/taken`       phone → endpoint: they are stored here; the endpoint removes them.
 *
 * Photos of drafts stay on the phone that took them.
 */
import { z } from 'zod';
import { SUBJECT_KINDS } from '../programme/index.ts';
import { hexHash, scopeId } from './revision.ts';

/** Marker of the answers, and of what is encrypted. */
export const DRAFTS_PROTOCOL = 'cdht.drafts/1';

export const DRAFT_LIMITS = {
  /** Drafts of one commune on one phone; of more, those changed last are sent. */
  countMax: 100,
  /** Bytes of one commune's drafts as they travel, zipped and encrypted. */
  encryptedBytesMax: 256 * 1024,
  /** Bytes of one commune's drafts once they are opened. */
  openedBytesMax: 2 * 1024 * 1024,
} as const;

const person = z.object({ id: z.string().min(1).max(80), name: z.string().max(200) });

/** A form in progress as it leaves the phone (`Draft` in vault/drafts/api.ts). */
export const sentDraft = z.object({
  draftId: z.string().min(1).max(200),
  kind: z.enum(['evaluation', 'citizen', 'household']),
  scope: scopeId,
  subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string().min(1).max(200) }),
  setHash: hexHash.nullable(),
  /** ISO instant of the last change, by the phone's clock. */
  updatedAt: z.string().max(40),
  value: z.record(z.string(), z.unknown()),
  /** Photos of the form, which are not in it: they stay on the phone that took them. */
  photosLeft: z.int().min(0),
  /** Who began it, where the phone that sends it has it from somebody who left before. */
  begunBy: person.optional(),
});
export type SentDraft = z.infer<typeof sentDraft>;

/** What is zipped and encrypted to the commune's key. A draft is parsed by itself, so that a faulty one does not hide the others. */
export const draftBundle = z.object({
  proto: z.literal(DRAFTS_PROTOCOL),
  drafts: z.array(z.unknown()).max(DRAFT_LIMITS.countMax),
});

/** The answer to `PUT /v1/drafts`. */
export const draftsKept = z.object({
  proto: z.literal(DRAFTS_PROTOCOL),
  /** Random id of the endpoint's database: one that was restored may lack what it had. */
  epoch: z.string().min(1),
});

/** The answer to `GET /v1/handed-drafts`. */
export const handedDrafts = z.object({
  proto: z.literal(DRAFTS_PROTOCOL),
  /** The drafts of one device; null: no more wait. */
  bundle: z
    .object({
      device: z.string(),
      /** SHA-256 of the encrypted bytes, by which it is acknowledged. */
      sha256: hexHash,
      from: person,
      /** Empty where nothing in it could be opened or read. */
      drafts: z.array(sentDraft),
    })
    .nullable(),
});
export type HandedDrafts = z.infer<typeof handedDrafts>;

/** Says that a device's drafts are stored on the successor's phone. */
export const draftsTakenRequest = z.object({ scope: scopeId, device: z.uuid(), sha256: hexHash });
/** `removed`: false where another bundle of the device came meanwhile, or somebody took it before. */
export const draftsTakenResponse = z.object({ proto: z.literal(DRAFTS_PROTOCOL), removed: z.boolean() });
