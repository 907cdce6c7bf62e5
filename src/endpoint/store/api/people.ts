/** Communes, officers and tokens, as the features see them. */
import type { CommuneHistory, Grant, Post } from '../../../programme/index.ts';
import type { HandInReason } from '../../../protocol/index.ts';

/** An officer with what they may do. */
export interface Officer {
  readonly id: string;
  readonly name: string;
  /** Posts in those communes that exist now; a commune that is added later counts from then on. */
  readonly posts: readonly Post[];
  /** The scopes whose records they read and write. */
  readonly scopes: readonly string[];
}

/** An account as the administration shows it. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly grants: readonly Grant[];
  readonly posts: readonly Post[];
  /** ISO instant from which the person may only hand in what they have; null: the account is open. */
  readonly closedAt: string | null;
  /** The officer who goes on with a closed account's work. */
  readonly successor: string | null;
}

/** An officer as an administrator enters them. */
export interface NewOfficer {
  readonly id: string;
  readonly name: string;
  /** Absent: nobody wrote one down. */
  readonly phone?: string | null;
  readonly grants: readonly Grant[];
}

/** A commune and the scope under which its records are kept. */
export type Commune = CommuneHistory;

/** A commune as it is put. What is left out stays as it is; of a new one it is not known. */
export type NewCommune = Pick<Commune, 'scope' | 'code' | 'name' | 'province' | 'criteriaVariant'> & Partial<Commune>;

/** Who a token belongs to. */
export interface TokenHolder {
  readonly officer: Officer;
  /** The device of the sign-in. */
  readonly device: string;
  /**
   * Devices that the token may push for; the device of its sign-in is not among them once somebody else has signed in on it.
   */
  readonly devices: readonly string[];
  /** ISO instant at which the token was made. */
  readonly madeAt: string;
  /** Whether this is its first request, which ends the tokens before it (`confirmToken`). */
  readonly isNew: boolean;
  /** Why it may only hand in; null: it is in order. */
  readonly handIn: HandInReason | null;
}

/** Reads and writes communes, officers and the holders of tokens. */
export interface PeopleStore {
  /** Puts all of them, or none. */
  putCommunes(communes: readonly NewCommune[]): Promise<void>;
  /** @returns in the order of their codes */
  communes(scopes: readonly string[]): Promise<readonly Commune[]>;
  /** Finds a commune where people name it by its code; of several, the one that still is. */
  communeByCode(code: string): Promise<Commune | null>;
  /** @returns the scopes of every commune of this endpoint */
  scopes(): Promise<readonly string[]>;
  putOfficers(officers: readonly NewOfficer[]): Promise<void>;
  /** @returns those of these ids that are officers: authors and submitters of records are looked up by it */
  officers(ids: readonly string[]): Promise<ReadonlyMap<string, Officer>>;
  /**
   * @param now ISO instant of the endpoint's clock
   * @returns null for an unknown token and for one that its person ended by signing out
   */
  byToken(tokenHash: string, now: string): Promise<TokenHolder | null>;
  /** @returns every account with a grant that reaches this commune; null: every account there is */
  accounts(scope: string | null): Promise<readonly Account[]>;
  account(id: string): Promise<Account | null>;
  /** Closes an account, or opens it again. @param closing null opens it */
  setClosed(id: string, closing: { readonly at: string; readonly successor: string | null } | null): Promise<void>;
}
