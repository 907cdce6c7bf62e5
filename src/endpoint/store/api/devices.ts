/** Devices, their keys and the numbers they give their records, as the features see them. */
import type { Heartbeat, LastHeld, Revision } from '../../../protocol/index.ts';

/** Whose a device is, and what it signs with. */
export interface DeviceHolder {
  /** `null` for the endpoint's own device, which signs for whoever was signed in at the desk. */
  readonly officerId: string | null;
  /** The newest key first: what comes today was signed with it. */
  readonly publicKeys: readonly string[];
  /** Whether somebody revoked the device: until its person signs in on it again its records wait. */
  readonly isRevoked: boolean;
}

/** Why a key is rejected; nothing is kept then. */
export const KEY_REJECTIONS = ['device-of-another', 'too-many-devices', 'too-many-keys'] as const;
export type KeyRejection = (typeof KEY_REJECTIONS)[number];

/** What was new (the device with its key, or the key alone), or why the key is rejected. */
export type KeyOutcome = 'device-registered' | 'key-registered' | 'known' | KeyRejection;

const rejections: ReadonlySet<string> = new Set(KEY_REJECTIONS);
/** @returns whether the key was rejected */
export const isKeyRejection = (outcome: string): outcome is KeyRejection => rejections.has(outcome);

/** A key that a device signs with from now on, shown together with a token. */
export interface KeyRegistration {
  readonly tokenHash: string;
  readonly device: string;
  readonly officerId: string;
  readonly publicKey: string;
  /** ISO instant of the endpoint's clock. */
  readonly at: string;
}

/** A commune's phone as it was last seen. */
export interface Phone {
  readonly device: string;
  /** What its person calls it; null: nothing. */
  readonly name: string | null;
  /** ISO instant at which it was revoked; null: it is in use. */
  readonly revokedAt: string | null;
  readonly officer: { readonly id: string; readonly name: string };
  readonly enrolledAt: string;
  readonly seenAt: string | null;
  readonly heartbeat: Heartbeat | null;
  /** Milliseconds by which the phone's clock was ahead of the endpoint's at its last heartbeat; null where it is not known. */
  readonly skewMs: number | null;
  /** ISO instant at which its records were first seen to come from two phones; null: never. */
  readonly forkedAt: string | null;
}

/** Registers devices and their keys, and ends tokens. */
export interface DeviceStore {
  /** Adds a key to the token's device, or a device to the token: a phone whose storage was copied takes another id. */
  registerKey(registration: KeyRegistration): Promise<KeyOutcome>;
  /** Ends a token, all of its sign-in, and those before on its devices. A token that is ended already, or never existed, is no fault. */
  endToken(tokenHash: string, at: string): Promise<void>;
  /** Gives the sign-in of a token a further one. The former stays valid until the new one is used. */
  addToken(tokenHash: string, newHash: string, at: string): Promise<void>;
  /** Notes that a new token is used, and ends all others of its sign-in. One that was ended before its first use ends none. */
  confirmToken(tokenHash: string, at: string): Promise<void>;
  /** Revokes a device: all tokens of the phone may only hand in from now on. @returns whether it was in use */
  revokeDevice(device: string, at: string): Promise<boolean>;
  nameDevice(device: string, name: string): Promise<void>;
  /** @returns those of these devices that are registered */
  deviceHolders(devices: readonly string[]): Promise<ReadonlyMap<string, DeviceHolder>>;
  /** @returns the devices of the officers of a commune */
  phones(scope: string): Promise<readonly Phone[]>;
}

/** Reads the numbers that each device gives its records, and notes where two phones give them. */
export interface ChainStore {
  /** @returns the device's record with the highest number in these scopes */
  lastOf(device: string, scopes: readonly string[]): Promise<LastHeld | null>;
  /** @returns devices of which another record beside these has the same number, or the one before has another hash */
  forkedBy(revisions: readonly Revision[]): Promise<readonly string[]>;
  /** Keeps the first instant at which a device was seen to be two phones. */
  noteForked(devices: readonly string[], at: string): Promise<void>;
  isForked(device: string): Promise<boolean>;
}

/** Finds citizens by identity number. */
export interface IdentityStore {
  /** @returns a function that hashes a number under the secret of this database */
  identityHasher(): Promise<(cccd: string) => string>;
  /** @returns ids of the citizens of the scope whose number has this hash now */
  citizensWith(scope: string, hash: string): Promise<readonly string[]>;
  /** @returns ids of the citizens of the scope whose number has, or once had, one of these hashes */
  citizensEverWith(scope: string, hashes: readonly string[]): Promise<readonly string[]>;
}
