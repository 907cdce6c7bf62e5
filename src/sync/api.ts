/** The contract of the sync client: what it needs of a network, what a round comes to, and what screens may ask of it. */
import type { HandInReason, Session } from '../protocol/index.ts';

/** An answer of any server: whether it is our endpoint's is decided by its body (answers.ts). */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Bytes of the bodies of request and answer as they travelled, zipped; absent where the network does not report them. */
  readonly wire?: { readonly sent: number; readonly received: number };
}
/** The only way to the network; simulated in tests. */
export interface Net {
  /** @throws NetDown when nothing came back */
  request(input: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD';
    readonly path: string;
    readonly token?: string;
    readonly body?: Uint8Array;
    readonly gzip?: boolean;
    readonly timeoutMs: number;
    /** Aborted where the round is given up: nobody waits for the answer any more. */
    readonly signal?: AbortSignal;
  }): Promise<HttpAnswer>;
}

/** How a round ended. */
export type SyncOutcome =
  | {
      readonly kind: 'done';
      /** Own records that got a receipt in this round. */
      readonly pushed: number;
      /** Records that came from the endpoint. */
      readonly pulled: number;
      /** Own records that the endpoint keeps and has not accepted, counted in this round. */
      readonly attention: number;
      /** Bytes of bodies on the wire, zipped; headers are not counted. */
      readonly bytesSent: number;
      readonly bytesReceived: number;
      /** Count of the bundles of others that the endpoint has now; absent when there were none. */
      readonly relayed?: number;
      /** Hashes of bundles still here that the endpoint rejected under this sign-in; absent when there are none. */
      readonly relayedRejected?: readonly string[];
    }
  /** No answer came from the network. */
  | { readonly kind: 'offline' }
  /**
   * The sign-in has ended and a new code is needed. `why`: the endpoint kept what was handed in, `handedIn` records of this
   * round; left out where it does not know the sign-in at all, or nobody is signed in here.
   */
  | { readonly kind: 'signed-out'; readonly why?: HandInReason; readonly handedIn?: number }
  /** Something answered that is not our endpoint (captive portal). */
  | { readonly kind: 'not-endpoint' }
  /** Another tab syncs just now. */
  | { readonly kind: 'busy' }
  /** `code`: the endpoint's, or one of errors.ts; `sync.error.<code>` is its sentence. */
  | { readonly kind: 'error'; readonly code: string };

/** What screens show of the sync client. */
export interface SyncStatus {
  readonly running: boolean;
  /** `null`: no round has ended since the app began. */
  readonly lastOutcome: SyncOutcome | null;
  /** ISO instant; also of an earlier start of the app. */
  readonly lastSuccessAt: string | null;
  /** Minutes for which records, or photos alone, have waited with a network and nothing got through; 0: all is well. */
  readonly stuckMinutes: number;
}

/** The names of relayed bundles begin so in the phone's relay store. */
export const RELAYED = 'relayed-';

/** Counts of what a bundle holds. */
export interface Holds {
  readonly records: number;
  readonly photos: number;
}

/** An encrypted bundle of somebody else's records, which this phone cannot read and sends to the endpoint. */
export interface RelayedBundle {
  /** Its name in the phone's relay store. */
  readonly name: string;
  /** How it came here; `person`: it was made when that person signed out on this phone. */
  readonly from: 'file' | 'qr' | 'person';
  /** Name of the store that this person had, the same for all bundles of one sign-out; null: it is of a colleague. */
  readonly formerStore: string | null;
  /** As they were shown to the person who signed out; null for a colleague's bundle, whose content nobody here can know. */
  readonly holds: Holds | null;
  /** When it came or was made, in milliseconds since the epoch. */
  readonly since: number;
  readonly sha256: string;
}

/** The phone's sync client; sync-client.ts makes one. */
export interface SyncClient {
  status(): SyncStatus;
  /** One whole round: push until the outbox is empty, pull until no more, photos last. Single flight. */
  sync(): Promise<SyncOutcome>;
  /**
   * Looks, every minute, whether what waits stands still. Where it does, a round without answers is given up, the lock of
   * another tab is taken over, half as many records go at once, and the status shows it.
   */
  watch(): Promise<void>;
  /**
   * Signs an officer in. A code of somebody else than this store's person, or of one of `others`, stays unused.
   * @param code as it was typed
   * @param others ids of the persons who have another store on this phone
   */
  enrol(
    code: string,
    others?: readonly string[],
  ): Promise<
    | { kind: 'signed-in'; session: Session }
    | { kind: 'wrong-code' }
    | { kind: 'offline' }
    | { kind: 'error'; code: string }
  >;
  /** @param listener called after each change of the status. @returns stops the calls */
  subscribe(listener: () => void): () => void;
}
