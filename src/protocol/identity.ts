/**
 * Asking whether somebody with an identity number is written down already: `POST /v1/identity/lookup`
 * {@link identityLookupRequest}. The number travels in the body, because proxies log addresses. The answer has the same form
 * whether there is anybody or not.
 */
import { z } from 'zod';
import { scopeId } from './revision.ts';

/** How often one person may ask: `askedMax` times in `windowMs` milliseconds. */
export const IDENTITY_LOOKUP_LIMITS = { askedMax: 30, windowMs: 60_000 } as const;

export const identityLookupRequest = z.object({ scope: scopeId, cccd: z.string().regex(/^\d{12}$/) });
export const identityLookupResponse = z.object({
  /** Keyed hash of the number under the endpoint's secret, as citizens have it (`cccdHash`). */
  hash: z.string().regex(/^[\w-]{22}$/),
  /** Ids of the citizens of the scope whose number it is now. */
  citizens: z.array(z.uuid()),
});
export type IdentityLookupResponse = z.infer<typeof identityLookupResponse>;
