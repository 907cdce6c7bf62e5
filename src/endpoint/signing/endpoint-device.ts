/**
 * The endpoint as a device of its own: what is made here (roster imports, corrections at the desk) is signed like what a
 * phone makes, so that phones can bring it back to an endpoint that was restored from an older backup. The author is
 * whoever was signed in at the desk. The device's key is made at the first start and kept in the database, and so in every
 * backup.
 */
import { createHmac, createPrivateKey, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Revision } from '../../protocol/index.ts';
import type { MetaStore } from '../store/api.ts';
import { makeKeyPair, signText } from './signatures.ts';

const META_KEY = 'endpoint-device';
const SECRET_BYTES = 32;
const SALT_BYTES = 16;

const kept = z.object({ device: z.uuid(), publicKey: z.string(), privateKey: z.string(), secret: z.string() });

/** The endpoint's id and public key as a device, and what it makes with its secrets. */
export interface EndpointDevice {
  readonly device: string;
  readonly publicKey: string;
  /** @returns the revision with the endpoint's signature */
  signed(revision: Revision): Revision;
  /** @returns the salt of a revision that must be the same whenever it is made from `text`; nobody else can compute it */
  saltFor(text: string): string;
}

type Keeping = Pick<MetaStore, 'meta' | 'keepMeta'>;
const known = new WeakMap<Keeping, Promise<EndpointDevice>>();

/**
 * Reads the endpoint's device, or makes it.
 * @returns the same device for every process over one database
 */
export function endpointDevice(store: Keeping): Promise<EndpointDevice> {
  const before = known.get(store);
  if (before !== undefined) return before;
  const read = readDevice(store).catch((error: unknown) => {
    known.delete(store);
    throw error;
  });
  known.set(store, read);
  return read;
}

async function readDevice(store: Keeping): Promise<EndpointDevice> {
  let text = await store.meta(META_KEY);
  if (text === null) {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const made: z.infer<typeof kept> = { device: randomUUID(), ...makeKeyPair(), secret };
    // Two processes may make a device at once: the one that is kept first is everybody's.
    text = await store.keepMeta(META_KEY, JSON.stringify(made));
  }
  const { device, publicKey, privateKey, secret } = kept.parse(JSON.parse(text));
  const key = createPrivateKey(privateKey);
  return {
    device,
    publicKey,
    signed: (revision) => ({ ...revision, signature: signText(key, revision.contentHash) }),
    saltFor: (of) => createHmac('sha256', secret).update(of).digest().subarray(0, SALT_BYTES).toString('base64url'),
  };
}
