/** What the vault offers of this device: its id, its place in the chain of numbers, and the key that it signs with. */
import type { LastHeld, Revision } from '../../protocol/index.ts';

/** A device and its key, as the endpoint of an epoch knows them. */
export interface RegisteredKey {
  readonly publicKey: string;
  readonly device: string;
  readonly epoch: string;
}

/** Under which id and number records are made here, and with which key they are signed. */
export interface DeviceIdentity {
  readonly deviceId: string;
  /**
   * Goes on after a record that the endpoint has of this device and the phone had lost.
   * @param last the endpoint's last record of this device
   * @returns whether the phone had lost it, and asks for all pages again
   */
  goOnAfter(last: LastHeld): Promise<boolean>;
  /** Takes another id from now on. @param sharedId the id under which two phones work */
  takeAnotherId(sharedId: string): Promise<void>;
  /** Signs a text that is no record. @returns with what it is signed, too; null where the browser has no keys */
  signText(text: string): Promise<{ readonly publicKey: string; readonly signature: string } | null>;
  /** @returns what this phone signs with and all its ids; null once the endpoint has confirmed that it knows them */
  keyToRegister(): Promise<{ readonly publicKey: string; readonly devices: readonly string[] } | null>;
  /** Signs for sending with the key of now: that of then may be lost, and unknown to a restored endpoint. */
  signed(revisions: readonly Revision[]): Promise<readonly Revision[]>;
  /** Notes that the endpoint of this epoch knows the key as that device's. */
  noteRegistered(key: RegisteredKey): Promise<void>;
  /** Notes that the endpoint does not know this phone's id: its key is sent again with the next push. */
  noteUnregistered(): Promise<void>;
}
