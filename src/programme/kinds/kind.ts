/**
 * What the rest of the code needs to know about a kind of record. Everything that treats all kinds alike (the phone's index of
 * owners, the sync screen, quarantine, OpenAPI, policy, export, simulator) reads it from a definition. A new kind is therefore
 * one new file beside this one and one line in `all.ts`, and a member that the file leaves out is a type error.
 */
import '../no-eval.ts';
import type { z } from 'zod';
import type { Action } from '../policy.ts';
import type { Stream } from '../streams.ts';

/** A payload that nobody has checked. It may be of a later version, with members missing or of other types. */
export type Unchecked<T> = T extends object
  ? { readonly [K in keyof T]?: Unchecked<T[K]> } | null | undefined
  : unknown;

/** The action of policy.ts that a person needs in order to write a record of a kind. */
export type WriteAction = Extract<Action, 'collect' | 'decide' | 'publish-criteria' | 'manage-commune'>;

/** All that is known of a kind. */
export interface KindDefinition<P extends z.ZodType = z.ZodType> {
  /** The whole state of an entity as its author saw it, not a change of it. */
  readonly payload: P;
  /** What people call such a record. */
  readonly label: { readonly vi: string; readonly en: string };
  /** `records`; `identity` for what only those pull who may read identity numbers. */
  readonly stream: Stream;
  readonly writtenBy: WriteAction;
  /**
   * Whether such a record exists only after a second person confirmed it (proposals.ts). The endpoint makes it then and signs it;
   * one that any other device made is not accepted.
   */
  readonly needsSecondPerson?: true;
  /** @returns the id of the entity, in the same scope, from which this one hangs; undefined for none */
  ownerId(payload: Unchecked<z.output<P>>): unknown;
  /** @returns the id of the entity whose title a list shows where the record has none of its own; undefined for none */
  titledBy(payload: Unchecked<z.output<P>>): unknown;
  /** @returns the record's own title in a list; undefined for none */
  title(payload: Unchecked<z.output<P>>): unknown;
  /** @returns SHA-256 hex of the photos that the record names */
  photos(payload: Unchecked<z.output<P>>): readonly unknown[];
  /** @returns SHA-256 hex of the criteria sets that the record cannot be read without; absent: it names none */
  criteriaSets?(payload: Unchecked<z.output<P>>): readonly unknown[];
  /** A possible payload, for the API's documentation and for tests; its ids name nobody. */
  readonly example: z.input<P>;
}

/** Checks a definition by its type. */
export function defineKind<P extends z.ZodType>(definition: KindDefinition<P>): KindDefinition<P> {
  return definition;
}

/** @returns the values of an unchecked object or list; none of anything else */
export const valuesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];
/** @returns a member of an unchecked object; undefined where there is none */
export const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
