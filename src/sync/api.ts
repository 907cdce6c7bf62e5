/** The sync client: outbox → push → receipts, pull → apply, photos after text. */
import type { Session } from '../protocol/index.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Bytes of the two bodies as they travelled, zipped; absent where the network cannot tell. */
  readonly wire?: { readonly sent: number; readonly received: number };
}
/** The only way to the network; simulated in tests. @throws NetDown when nothing came back. */
export interface Net {
  request(input: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD';
    readonly path: string;
    readonly token?: string;
    readonly body?: Uint8Array;
    readonly gzip?: boolean;
    readonly timeoutMs: number;
    /** The round was given up: nobody waits for the answer any more. */
    readonly signal?: AbortSignal;
  }): Promise<HttpAnswer>;
}

export type SyncOutcome =
  | {
      readonly kind: 'done';
      readonly pushed: number;
      readonly pulled: number;
      readonly attention: number;
      /** Bytes of bodies on the wire, zipped; headers are not counted. */
      readonly bytesSent: number;
      readonly bytesReceived: number;
      /** Colleagues' bundles that the endpoint has now; absent when there were none. */
      readonly relayed?: number;
      /** Hashes of bundles still here that the endpoint would not take under this sign-in; absent when there are none. */
      readonly relayedRejected?: readonly string[];
    }
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed-out' }
  /** Something answered that is not our endpoint (captive portal). */
  | { readonly kind: 'not-endpoint' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'error'; readonly code: string };

export interface SyncStatus {
  readonly running: boolean;
  readonly lastOutcome: SyncOutcome | null;
  readonly lastSuccessAt: string | null;
  /** For how long records, or photos alone, have waited with a network and nothing got through; 0: all is well. */
  readonly stuckMinutes: number;
}

/** How the names of relayed bundles begin in the phone's relay store. */
export const RELAYED = 'relayed-';

export interface Holds {
  readonly records: number;
  readonly photos: number;
}

/** Somebody else's records that travel on this phone, which cannot read them. */
export interface RelayedBundle {
  /** On the phone's relay store. */
  readonly name: string;
  /** `person`: who signed out on this phone. */
  readonly from: 'file' | 'qr' | 'person';
  /** Name of the store that this person had: the same for all bundles of one sign-out. null: of a colleague. */
  readonly formerStore: string | null;
  /** As the one who signed out was told; null where nobody can know. */
  readonly holds: Holds | null;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly sha256: string;
}

export interface SyncClient {
  status(): SyncStatus;
  /** One whole round: push until the outbox is empty, pull until no more, photos last. Single flight. */
  sync(): Promise<SyncOutcome>;
  /**
   * Called every minute: does the queue stand still? Then a round that hears nothing is given up, the lock of another tab is
   * taken over, half as many records go at once, and the status says so.
   */
  watch(): Promise<void>;
  enrol(
    code: string,
  ): Promise<
    | { kind: 'signed-in'; session: Session }
    | { kind: 'wrong-code' }
    | { kind: 'offline' }
    | { kind: 'error'; code: string }
  >;
  subscribe(listener: () => void): () => void;
}
