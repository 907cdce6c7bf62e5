/** The kinds of record, and what is asked of a record of any kind, also of a kind that this version does not know. */
import type { z } from 'zod';
import type { Stream } from '../streams.ts';
import { DEFINITIONS } from './all.ts';
import type { KindDefinition } from './kind.ts';

export * from './campaign.ts';
export * from './citizen.ts';
export * from './consent.ts';
export * from './evaluation.ts';
export * from './hamlet.ts';
export * from './household.ts';
export * from './identity.ts';
export type { KindDefinition } from './kind.ts';
export * from './parts.ts';
export * from './publication.ts';
export * from './review.ts';
export * from './visit.ts';

export type Kind = keyof typeof DEFINITIONS;
export const KINDS = Object.keys(DEFINITIONS) as Kind[];
export type PayloadOf = { [K in Kind]: z.infer<(typeof DEFINITIONS)[K]['payload']> };

export function isKnownKind(kind: string): kind is Kind {
  return Object.hasOwn(DEFINITIONS, kind);
}

/** @returns what is known of a kind; null for one of a later version */
export function definitionOf(kind: string): KindDefinition | null {
  return isKnownKind(kind) ? (DEFINITIONS[kind] as KindDefinition) : null;
}

/** @returns id of the entity from which a record's entity hangs; '' where it hangs from none */
export function ownerOf(kind: string, payload: unknown): string {
  return textOf(definitionOf(kind)?.ownerId(payload));
}

/** @returns a record's own title; '' where it has none */
export function titleOf(kind: string, payload: unknown): string {
  return textOf(definitionOf(kind)?.title(payload));
}

/** @returns id of the entity whose title a list shows for a record without its own; '' for none */
export function titledBy(kind: string, payload: unknown): string {
  return textOf(definitionOf(kind)?.titledBy(payload));
}

/** @returns the stream of a kind; records of a later version's kind are in `records` */
export function streamOf(kind: string): Stream {
  return definitionOf(kind)?.stream ?? 'records';
}

/** Photos that are read from one record: more than one of 64 KiB could name. */
const PHOTOS_MAX = 1000;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * The photos that a record names.
 * @param payload of any form, also one that this version does not know
 * @returns SHA-256 hex of the photos, each once
 */
export function photosOf(kind: unknown, payload: unknown): string[] {
  return hashesIn(typeof kind === 'string' ? definitionOf(kind)?.photos(payload) : []).slice(0, PHOTOS_MAX);
}

/** @returns SHA-256 hex of the criteria sets without which these records cannot be read, each once */
export function criteriaSetsOf(records: readonly { readonly kind: string; readonly payload: unknown }[]): string[] {
  return hashesIn(records.flatMap(({ kind, payload }) => definitionOf(kind)?.criteriaSets?.(payload) ?? []));
}

function hashesIn(named: readonly unknown[] = []): string[] {
  return [...new Set(named.filter((hash): hash is string => typeof hash === 'string' && SHA256.test(hash)))];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
