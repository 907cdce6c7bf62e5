/**
 * Canonical JSON (RFC 8785, every string and key in NFC): one text for one value, whichever way its members were ordered
 * and its names typed, so that a hash over it is the same on every phone and endpoint. One walk writes the text without any
 * copy, because a cheap phone does this at each save and the endpoint for each record.
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */

/**
 * The canonical text of a value.
 * @param value plain data. `undefined` members are left out, as JSON does (in a list they are null); of two keys that
 * are one in NFC the last counts
 * @throws TypeError where the value has no JSON form: NaN, infinities, lone surrogates, functions, cycles
 * @example canonicalJson({ b: 1, a: ['é'] }) // '{"a":["é"],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  const text = written(value, []);
  if (text === undefined) throw new TypeError(NO_FORM);
  return text;
}

/**
 * The canonical texts of an object with and without some of its members, from one walk.
 * @throws TypeError as {@link canonicalJson}
 */
export function canonicalWithout(
  object: object,
  without: readonly string[],
): { readonly whole: string; readonly rest: string } {
  const { keys, values } = membersOf(object);
  // The parts are joined and not added up, so that the text is in one piece for hashing and for storing.
  const all = keys.map((key) => memberText(key, values[key], [object]));
  const rest = all.filter((text, at) => text && !without.includes(keys[at] ?? ''));
  return { whole: `{${all.filter(Boolean).join()}}`, rest: `{${rest.join()}}` };
}

const NO_FORM = 'no JSON form';
/** From this depth on each object is looked for among those that hold it. A cycle gets so deep, real data never does. */
const CYCLE_DEPTH = 64;

/**
 * Writes a value.
 * @param open the objects and lists that are being written, outermost first
 * @returns undefined for what JSON leaves out
 */
function written(value: unknown, open: object[]): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (!Number.isFinite(value)) break;
      return String(value);
    case 'boolean':
      return String(value);
    case 'undefined':
    case 'symbol':
      return undefined;
    case 'object': {
      if (value === null) return 'null';
      if (open.length >= CYCLE_DEPTH && open.includes(value)) break;
      open.push(value);
      const text = Array.isArray(value) ? listText(value, open) : objectText(value, open);
      open.pop();
      return text;
    }
  }
  throw new TypeError(NO_FORM);
}

function listText(list: readonly unknown[], open: object[]): string {
  let text = '';
  for (const item of list) text += separated(text, written(item, open) ?? 'null');
  return `[${text}]`;
}

function objectText(object: object, open: object[]): string {
  const { keys, values } = membersOf(object);
  let text = '';
  for (const key of keys) text += separated(text, memberText(key, values[key], open));
  return `{${text}}`;
}

/** @returns a member with its key; '' for one that JSON leaves out */
function memberText(key: string, value: unknown, open: object[]): string {
  const text = written(value, open);
  return text === undefined ? '' : keyText(key) + text;
}

const separated = (before: string, next: string): string => (before && next && ',') + next;

/** @returns the keys of an object in the order of their UTF-16 code units, and the object that has their values */
function membersOf(object: object): { keys: readonly string[]; values: Readonly<Record<string, unknown>> } {
  const values = object as Record<string, unknown>;
  const keys = Object.keys(values);
  let ordered = true;
  let before = '';
  for (const key of keys) {
    if (!keyTexts.has(key) && key.normalize('NFC') !== key) return membersOf(withNfcKeys(values));
    ordered &&= before <= key;
    before = key;
  }
  return { keys: ordered ? keys : keys.sort(), values };
}

function withNfcKeys(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key.normalize('NFC'), value]));
}

/**
 * Key in NFC → `"key":`. A few dozen names make up nearly all records. The map is emptied when it is full, so that names that a
 * stranger made up fill no memory.
 */
const keyTexts = new Map<string, string>();
const KEYS_KEPT_MAX = 500;
const KEY_KEPT_LENGTH_MAX = 40;

/** @param key in NFC */
function keyText(key: string): string {
  let text = keyTexts.get(key);
  if (text === undefined) {
    text = `${quoted(key)}:`;
    if (keyTexts.size >= KEYS_KEPT_MAX) keyTexts.clear();
    if (key.length <= KEY_KEPT_LENGTH_MAX) keyTexts.set(key, text);
  }
  return text;
}

/** Printable ASCII without quote and backslash, which is in NFC and is written as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (LONE_SURROGATE.test(text)) throw new TypeError(NO_FORM);
  return JSON.stringify(text.normalize('NFC'));
}
