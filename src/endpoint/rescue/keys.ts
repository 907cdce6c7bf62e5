/**
 * The age key pair of each commune: made at the start or when first asked for, kept in the database, so that a backup can
 * still open the rescue files of the phones. (The simulator: a key made after the backup was gone when that came back.)
 * Only the recipient (public) ever leaves the endpoint.
 */
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import type { MetaStore } from '../store/api.ts';

const keyPair = z.object({ identity: z.string(), recipient: z.string() });
export type RescueKey = z.infer<typeof keyPair>;

export async function rescueKeyOf(store: MetaStore, scope: string): Promise<RescueKey> {
  const name = `rescue-key:${scope}`;
  const held = await store.meta(name);
  if (held !== null) return keyPair.parse(JSON.parse(held));
  const identity = await generateX25519Identity();
  const made: RescueKey = { identity, recipient: await identityToRecipient(identity) };
  // Two processes may make one at once: the first one kept is everybody's.
  return keyPair.parse(JSON.parse(await store.keepMeta(name, JSON.stringify(made))));
}

/** Scope → recipient (`age1…`). */
export async function recipientsOf(store: MetaStore, scopes: readonly string[]): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  for (const scope of scopes) keys[scope] = (await rescueKeyOf(store, scope)).recipient;
  return keys;
}
