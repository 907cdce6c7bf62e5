/** Which photos a record names. */

/** More than a record of 64 KiB could name. */
const PHOTOS_MAX = 1000;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * @param payload as far as it can be read: also one that is of no known form, or erased, may name photos
 * @returns SHA-256 hex of the photos, none twice
 */
export function photosOf(kind: unknown, payload: unknown): string[] {
  if (kind !== 'evaluation') return [];
  const evidence = valuesOf(member(payload, 'answers')).flatMap((answer) => valuesOf(member(answer, 'evidence')));
  const hashes = evidence.map((item) => member(item, 'sha256'));
  const named = hashes.filter((hash): hash is string => typeof hash === 'string' && SHA256.test(hash));
  return [...new Set(named)].slice(0, PHOTOS_MAX);
}

const valuesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
