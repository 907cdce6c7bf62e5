/** The commune's list of hamlets, held against the hamlets that its households name. */
import type { Hamlet } from './kinds/index.ts';
import { normalizeTones } from './vietnamese/names.ts';

/** What a part of a commune is called; the first is the most usual one of the Mekong delta. */
export const HAMLET_UNITS = ['Ấp', 'Thôn', 'Khóm', 'Khu phố', 'Tổ dân phố', 'Tổ'] as const;

/** @returns whether a household that names its hamlet like this lives in this one */
export function isNameOf({ name, spellings = [] }: Pick<Hamlet, 'name' | 'spellings'>, text: string): boolean {
  const wanted = keyOfName(text);
  return [name, ...spellings].some((each) => keyOfName(each) === wanted);
}

/** @returns of the hamlets that households name, those that the list does not have, each once */
export function hamletsNotListed(
  hamlets: readonly Pick<Hamlet, 'name' | 'spellings'>[],
  named: readonly string[],
): string[] {
  const listed = new Set(hamlets.flatMap(({ name, spellings = [] }) => [name, ...spellings].map(keyOfName)));
  const missing = new Map<string, string>();
  for (const name of named) {
    const key = keyOfName(name);
    if (key !== '' && !listed.has(key) && !missing.has(key)) missing.set(key, name.trim());
  }
  return [...missing.values()];
}

/**
 * The names among which an officer chooses a household's hamlet.
 * @param today ISO date in Asia/Ho_Chi_Minh
 * @returns the hamlets of the list that are not past, then those that only households name, each once
 */
export function hamletNames(hamlets: readonly Hamlet[], named: readonly string[], today: string): string[] {
  const present = hamlets.filter(({ to }) => to === undefined || to >= today);
  return [...present.map(({ name }) => name), ...hamletsNotListed(hamlets, named)];
}

/** Makes a hamlet out of the name that households give it. Its first word says which unit it is, where that is one. */
export function hamletNamed(name: string): Hamlet {
  const begin = keyOfName(name);
  const unit = HAMLET_UNITS.find((each) => begin.startsWith(`${keyOfName(each)} `)) ?? HAMLET_UNITS[0];
  return { name: name.trim(), unit };
}

function keyOfName(name: string): string {
  return normalizeTones(name).toLocaleLowerCase('vi').trim().replace(/\s+/g, ' ');
}
