/** How a bundle becomes bytes that only the commune can read: gzip, then age to the communes' keys. */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { canonicalText, type RescueManifest, readRescue } from '../../protocol/index.ts';

/** A second key of one file, with which the phone opens it once more; it is kept nowhere. */
export interface OneTimeKey {
  readonly identity: string;
  readonly recipient: string;
}

export async function makeOneTimeKey(): Promise<OneTimeKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** @param recipients public keys (`age1…`), any of which opens the file */
export async function encryptToCommune(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(bytes);
}

/** @returns whether the encrypted bytes are a bundle with this very manifest */
export async function opensTo(
  encrypted: Uint8Array,
  { identity }: OneTimeKey,
  manifest: RescueManifest,
): Promise<boolean> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    const opened = await decrypter.decrypt(encrypted);
    const zipped = opened[0] === 0x1f && opened[1] === 0x8b;
    const read = readRescue(zipped ? await through(opened, new DecompressionStream('gzip')) : opened);
    return read.kind === 'ok' && canonicalText(read.manifest) === canonicalText(manifest);
  } catch (error) {
    console.warn('rescue: what was read again does not open', String(error));
    return false;
  }
}

/** @returns the bytes in gzip, or as they are where the browser has none */
export async function zip(bytes: Uint8Array): Promise<Uint8Array> {
  return typeof CompressionStream === 'undefined' ? bytes : through(bytes, new CompressionStream('gzip'));
}

async function through(bytes: Uint8Array, pair: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(pair);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
