/**
 * The age key pair of each commune: made at the start or when first asked for, and kept in the database, so that a restored
 * backup can still open the rescue files of the phones. (Found by the simulator: a key that was made after the backup was
 * gone once the backup was restored.) Only the recipient, which is public, ever leaves the endpoint.
 */
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import type { MetaStore } from '../store/api.ts';

const keyPair = z.object({ identity: z.string(), recipient: z.string() });
/** `identity` opens what is encrypted to `recipient` (`age1…`). */
export type RescueKey = z.infer<typeof keyPair>;

/** Reads a commune's key pair, or makes it. */
export async function rescueKeyOf(store: MetaStore, scope: string): Promise<RescueKey> {
  const name = `rescue-key:${scope}`;
  const held = await store.meta(name);
  if (held !== null) return keyPair.parse(JSON.parse(held));
  const identity = await generateX25519Identity();
  const made: RescueKey = { identity, recipient: await identityToRecipient(identity) };
  // Two processes may make a key at once: the one that is kept first is everybody's.
  return keyPair.parse(JSON.parse(await store.keepMeta(name, JSON.stringify(made))));
}

/** @returns the recipient (`age1…`) of each of these scopes */
export async function recipientsOf(store: MetaStore, scopes: readonly string[]): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  for (const scope of scopes) keys[scope] = (await rescueKeyOf(store, scope)).recipient;
  return keys;
}
