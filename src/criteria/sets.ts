/** The criteria sets that ship with the app, each loaded when it is first asked for. */
import { canonicalJson } from './canonical.ts';
import { sha256Hex } from './hash.ts';
import { type CriteriaSet, criteriaSetSchema, resolveVariant } from './schema.ts';

interface File {
  readonly default: object;
}

const BASES: Readonly<Record<string, () => Promise<File>>> = {
  'cdht-1': () => import('./sets/cdht-1.json', { with: { type: 'json' } }),
  'cdht-2': () => import('./sets/cdht-2.json', { with: { type: 'json' } }),
  'cdht-3': () => import('./sets/cdht-3.json', { with: { type: 'json' } }),
  'cdht-4': () => import('./sets/cdht-4.json', { with: { type: 'json' } }),
};
const VARIANTS: Readonly<Record<string, { readonly base: string; readonly file: () => Promise<File> }>> = {
  'cdht-1-70': { base: 'cdht-1', file: () => import('./sets/cdht-1-70.json', { with: { type: 'json' } }) },
  'cdht-2-70': { base: 'cdht-2', file: () => import('./sets/cdht-2-70.json', { with: { type: 'json' } }) },
  'cdht-3-70': { base: 'cdht-3', file: () => import('./sets/cdht-3-70.json', { with: { type: 'json' } }) },
  'cdht-4-70': { base: 'cdht-4', file: () => import('./sets/cdht-4-70.json', { with: { type: 'json' } }) },
};

/** Ids of the shipped sets: one for each group of subjects, and for disadvantaged areas its variant with a pass from 70 points. */
export const SET_IDS: readonly string[] = [...Object.keys(BASES), ...Object.keys(VARIANTS)];

export class UnknownSetError extends Error {
  override readonly name = 'UnknownSetError';
}

/**
 * Loads a shipped set.
 * @returns the whole set (a variant with its base filled in)
 * @throws {UnknownSetError} when no set of that id ships
 */
export async function loadBuiltIn(id: string): Promise<CriteriaSet> {
  const variant = VARIANTS[id];
  const base = BASES[variant?.base ?? id];
  if (base === undefined) throw new UnknownSetError(`no criteria set "${id}"`);
  const whole = (await base()).default;
  return criteriaSetSchema.parse(variant === undefined ? whole : resolveVariant(whole, (await variant.file()).default));
}

/** A shipped set as records name it, with the text that has this hash. */
export interface ShippedSet {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly text: string;
}

const texts = new Map<string, Promise<ShippedSet>>();

/** The text and hash of a shipped set, worked out once. @throws {UnknownSetError} when no set of that id ships */
export function shippedSet(id: string): Promise<ShippedSet> {
  const known = texts.get(id);
  if (known !== undefined) return known;
  const made = loadBuiltIn(id).then((set) => {
    const text = canonicalJson(set);
    return { id, version: set.version, sha256: sha256Hex(text), text };
  });
  texts.set(id, made);
  made.catch(() => texts.delete(id));
  return made;
}

/**
 * Which shipped sets are for a subject.
 * @param subject kind and group, as the sets themselves name them
 * @returns ids of the set that ships for such subjects, and of its variant from 70 points; null: none ships
 */
export function shippedFor(subject: {
  readonly kind: string;
  readonly group: string | null;
}): { readonly base: string; readonly from70: string } | null {
  const base = subject.kind === 'citizen' ? `cdht-${subject.group}` : '';
  return base in BASES ? { base, from70: `${base}-70` } : null;
}
