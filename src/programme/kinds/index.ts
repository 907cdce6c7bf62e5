/** The kinds of record, and what is asked of a record of any kind, also of one that this version does not know. */
import type { z } from 'zod';
import type { Stream } from '../streams.ts';
import { DEFINITIONS } from './all.ts';
import type { KindDefinition } from './kind.ts';

export * from './citizen.ts';
export * from './consent.ts';
export * from './evaluation.ts';
export * from './household.ts';
export * from './identity.ts';
export type { KindDefinition, WriteAction } from './kind.ts';
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

/** @returns null for a kind of a later version */
export function definitionOf(kind: string): KindDefinition | null {
  return isKnownKind(kind) ? (DEFINITIONS[kind] as KindDefinition) : null;
}

/** @returns '' where the entity hangs from none */
export function ownerOf(kind: string, payload: unknown): string {
  return textOf(definitionOf(kind)?.ownerId(payload));
}

/** @returns '' where the record has no words of its own */
export function titleOf(kind: string, payload: unknown): string {
  return textOf(definitionOf(kind)?.title(payload));
}

/** @returns the id of the entity that a list names a record without words by; '' for none */
export function titledBy(kind: string, payload: unknown): string {
  return textOf(definitionOf(kind)?.titledBy(payload));
}

/** @param kind any, also one of a later version */
export function streamOf(kind: string): Stream {
  return definitionOf(kind)?.stream ?? 'records';
}

/** More than a record of 64 KiB could name. */
const PHOTOS_MAX = 1000;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * @param payload as far as it can be read: also one that is of no known form, or erased, may name photos
 * @returns SHA-256 hex of the photos, none twice
 */
export function photosOf(kind: unknown, payload: unknown): string[] {
  return hashesIn(typeof kind === 'string' ? definitionOf(kind)?.photos(payload) : []).slice(0, PHOTOS_MAX);
}

/** @returns SHA-256 hex of the criteria sets without which these records cannot be read, none twice */
export function criteriaSetsOf(records: readonly { readonly kind: string; readonly payload: unknown }[]): string[] {
  return hashesIn(records.flatMap(({ kind, payload }) => definitionOf(kind)?.criteriaSets?.(payload) ?? []));
}

function hashesIn(named: readonly unknown[] = []): string[] {
  return [...new Set(named.filter((hash): hash is string => typeof hash === 'string' && SHA256.test(hash)))];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
