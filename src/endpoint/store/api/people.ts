/** Communes, officers and tokens, as the features see them. */
import type { Grant, Post } from '../../../programme/index.ts';

/** An officer with what they may do. */
export interface Officer {
  readonly id: string;
  readonly name: string;
  /** Posts in those communes that exist now; a commune that is added later counts from then on. */
  readonly posts: readonly Post[];
  /** The scopes whose records they read and write. */
  readonly scopes: readonly string[];
}

/** An officer as an administrator enters them. */
export interface NewOfficer {
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly codeHash: string;
}

/** A commune and the scope under which its records are kept. */
export interface Commune {
  readonly scope: string;
  /** Five digits, unique; what people call it by. */
  readonly code: string;
  readonly name: string;
  readonly province: string;
  readonly criteriaVariant: '80' | '70';
}

/** Who a token belongs to. */
export interface TokenHolder {
  readonly officer: Officer;
  /** The device of the sign-in. */
  readonly device: string;
  /**
   * Devices that the token may push for; the device of its sign-in is not among them once somebody else has signed in on it.
   */
  readonly devices: readonly string[];
}

/** Reads and writes communes, officers and the holders of tokens. */
export interface PeopleStore {
  putCommunes(communes: readonly Commune[]): Promise<void>;
  /** @returns in the order of their codes */
  communes(scopes: readonly string[]): Promise<readonly Commune[]>;
  /** Finds a commune where people name it by its code. */
  communeByCode(code: string): Promise<Commune | null>;
  /** @returns the scopes of every commune of this endpoint */
  scopes(): Promise<readonly string[]>;
  putOfficers(officers: readonly NewOfficer[]): Promise<void>;
  officerByCode(codeHash: string): Promise<Officer | null>;
  /** @returns those of these ids that are officers: authors and submitters of records are looked up by it */
  officers(ids: readonly string[]): Promise<ReadonlyMap<string, Officer>>;
  /** @returns null for an unknown token and for one that was ended */
  byToken(tokenHash: string): Promise<TokenHolder | null>;
}
