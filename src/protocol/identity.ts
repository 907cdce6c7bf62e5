/**
 * Is somebody with this identity number written down already? `POST /v1/identity/lookup` {@link identityLookupRequest}: in the
 * body, for addresses are logged by proxies. The answer has the same form whether there is anybody or not.
 */
import { z } from 'zod';
import { scopeId } from './revision.ts';

/** Of one person's questions. */
export const IDENTITY_LOOKUP_LIMITS = { askedMax: 30, windowMs: 60_000 } as const;

export const identityLookupRequest = z.object({ scope: scopeId, cccd: z.string().regex(/^\d{12}$/) });
export const identityLookupResponse = z.object({
  /** The number under the endpoint's secret, as citizens have it (`cccdHash`). */
  hash: z.string().regex(/^[\w-]{22}$/),
  /** Ids of the citizens of the scope whose number it is now. */
  citizens: z.array(z.uuid()),
});
export type IdentityLookupResponse = z.infer<typeof identityLookupResponse>;
