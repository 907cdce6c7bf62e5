/**
 * Accounts, enrolment codes and devices, as the administration asks for them.
 *
 * - `GET  /v1/accounts?scope`              the people of a commune, with their devices and codes.
 * - `POST /v1/accounts`                    a new person; `PUT /v1/accounts/{id}` changes one.
 * - `POST /v1/accounts/{id}/close`         the person may only hand in what they have; `…/reopen` takes it back.
 * - `GET  /v1/accounts/{id}/open-work`    what whoever goes on with the person's work would get.
 * - `POST /v1/enrolment-codes`             a one-time code, shown once; `…/{id}/void` takes it back.
 * - `POST /v1/phones/{device}/revoke`      a device may only hand in what it has, until its person enrols it again.
 */
import { z } from 'zod';
import { isCleanText, ROLES } from '../programme/index.ts';
import { scopeId } from './revision.ts';

/** Limits of what an administrator types. */
export const ACCOUNT_LIMITS = {
  nameLettersMax: 80,
  phoneLettersMax: 20,
  grantsMax: 60,
  reasonLettersMin: 3,
  reasonLettersMax: 200,
} as const;

const clean = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => isCleanText(text), { message: 'unclean-text' });

/** A role and where somebody has it (programme/policy.ts). */
export const grant = z.discriminatedUnion('on', [
  z.object({ role: z.enum(ROLES), on: z.literal('commune'), scope: scopeId }),
  z.object({ role: z.enum(ROLES), on: z.literal('province'), province: clean(1, 80) }),
  z.object({ role: z.enum(ROLES), on: z.literal('instance') }),
]);

const telephone = clean(0, ACCOUNT_LIMITS.phoneLettersMax).nullable();

/** A person as an administrator writes them down. `scope`: the commune on whose page it is done. */
export const accountRequest = z.object({
  scope: scopeId,
  name: clean(1, ACCOUNT_LIMITS.nameLettersMax),
  phone: telephone,
  grants: z.array(grant).max(ACCOUNT_LIMITS.grantsMax),
});

const reason = clean(ACCOUNT_LIMITS.reasonLettersMin, ACCOUNT_LIMITS.reasonLettersMax);

/** Closes an account. `successor`: who goes on with the work; null: nobody yet. */
export const closeAccountRequest = z.object({ scope: scopeId, successor: z.string().nullable(), reason });
export const onCommuneRequest = z.object({ scope: scopeId });
export const codeRequest = z.object({ scope: scopeId, officerId: z.string().min(1).max(80) });
/** Revokes a device. `reportedAt`: ISO instant at which its loss was reported; absent where it is not lost. */
export const revokeRequest = z.object({
  scope: scopeId,
  reason,
  reportedAt: z.iso.datetime({ offset: true }).optional(),
});

/** A code as its maker sees it, once. */
export const codeResponse = z.object({
  id: z.string(),
  officerId: z.string(),
  /** In groups of four: `K7M2-9QGH-4T8B`. */
  typed: z.string(),
  /** For the QR, as the fragment of the app's address (enrolment-code.ts). */
  secret: z.string(),
  /** ISO instant. */
  expiresAt: z.string(),
});
export type CodeResponse = z.infer<typeof codeResponse>;

const enrolmentCode = z.object({
  id: z.string(),
  madeBy: z.string(),
  madeAt: z.string(),
  expiresAt: z.string().nullable(),
  usedAt: z.string().nullable(),
  /** The device that was enrolled with it. */
  usedBy: z.string().nullable(),
  voidedAt: z.string().nullable(),
  wrongTries: z.int().min(0),
});

/** A person with what they have here. */
export const accountRow = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  grants: z.array(grant),
  closedAt: z.string().nullable(),
  successor: z.string().nullable(),
  /** The newest first. */
  codes: z.array(enrolmentCode),
  devices: z.array(
    z.object({
      device: z.string(),
      name: z.string().nullable(),
      enrolledAt: z.string(),
      seenAt: z.string().nullable(),
      revokedAt: z.string().nullable(),
      /** Own records that waited on it at its last contact. */
      pendingCount: z.int().min(0),
    }),
  ),
  /** Whether the asker may make a code for this person. */
  mayEnrol: z.boolean(),
  /** Whether the asker may revoke this person's devices, also once the account is closed. */
  mayRevoke: z.boolean(),
  /** Whether the asker may change this person. */
  mayManage: z.boolean(),
});
export type AccountRow = z.infer<typeof accountRow>;
export const accountList = z.object({ accounts: z.array(accountRow) });
export const accountResponse = z.object({ account: accountRow });

/** What is open where an officer leaves, as `GET /v1/accounts/{id}/open-work` answers. */
export const openWork = z.object({
  /** Evaluations that were returned to the officer and are not corrected, in this commune. */
  returned: z.array(
    z.object({
      id: z.string(),
      /** Whom or what it is about; '' where that has not come in. */
      title: z.string(),
    }),
  ),
  /** Whether there are more of them than these. */
  more: z.boolean(),
  /** What came in at the last contacts of the officer's phones; nobody has read it. */
  drafts: z.object({
    count: z.int().min(0),
    /** ISO instant at which the newest of them came; null: none did. */
    receivedAt: z.string().nullable(),
  }),
});
export type OpenWork = z.infer<typeof openWork>;
