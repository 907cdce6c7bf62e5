/** What the vault offers of what is not a record: forms in progress, and who is signed in. */
import type { Subject } from '../../programme/index.ts';
import type { Session } from '../../protocol/index.ts';

/** Where a draft comes from that an officer left behind. */
export interface HandedOver {
  /** Who began the form. */
  readonly from: { readonly id: string; readonly name: string };
  /** Its id on the phone where it was begun, which it has again once it is gone on with. */
  readonly draftId: string;
  /** Photos that stayed on that phone. */
  readonly photosLeft: number;
}

/** A form in progress, bound to its subject and to the criteria set's hash. */
export interface Draft {
  readonly draftId: string;
  readonly kind: 'evaluation' | 'citizen' | 'household';
  readonly scope: string;
  /** Whom or what the form is about, within that scope; it may be one that has no record yet. */
  readonly subject: Subject;
  /** SHA-256 of the criteria set that the form began with; null where the form has none. */
  readonly setHash: string | null;
  /** ISO instant of the last change. */
  readonly updatedAt: string;
  /** The form's fields by name. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Absent: it is one's own. */
  readonly handedOver?: HandedOver;
}

/** Forms in progress, saved at each answer and while letters are typed. */
export interface DraftStore {
  /** @throws QuotaFull, or the browser's error of that kind, where not even the storage reserve has room */
  saveDraft(draft: Draft): Promise<void>;
  /** @returns all drafts, the one changed last first */
  drafts(): Promise<readonly Draft[]>;
  /** @returns null where there is none */
  draft(draftId: string): Promise<Draft | null>;
  /** Removes a draft: its form was saved, or is given up. */
  dropDraft(draftId: string): Promise<void>;
}

/** Who is signed in, with their token, posts and scopes. */
export interface SessionStore {
  /** @returns null where nobody is signed in */
  session(): Promise<Session | null>;
  /** Signs in, or out with null. */
  setSession(session: Session | null): Promise<void>;
  /** Keeps the communes' public keys, by scope, where they are newer than those of the session. */
  learnRescueKeys(keys: Readonly<Record<string, string>>): Promise<void>;
}
