/** Reads the text of a file as a criteria set, as far as its form goes; whether the set is sound the endpoint judges. */
import { z } from 'zod';

const object = z.record(z.string(), z.unknown());

export type ReadSetFile =
  | {
      readonly kind: 'set';
      readonly value: Readonly<Record<string, unknown>>;
      /** Id of the set whose changes alone the file has; null: it has a whole set. */
      readonly changes: string | null;
    }
  /** It is no JSON. `line` is where reading stopped, from 1; null: the browser does not say. */
  | { readonly kind: 'not-json'; readonly line: number | null }
  /** It is JSON, but no object. */
  | { readonly kind: 'no-object' };

export function readSetFile(text: string): ReadSetFile {
  let json: unknown;
  const plain = text.replace(/^\uFEFF/, '');
  try {
    json = JSON.parse(plain);
  } catch (error) {
    return { kind: 'not-json', line: lineOf(String(error), plain) };
  }
  const { data: value } = object.safeParse(json);
  if (value === undefined) return { kind: 'no-object' };
  const { variantOf } = value;
  const isPart = typeof variantOf === 'string' && !('competencies' in value);
  return { kind: 'set', value, changes: isPart ? variantOf : null };
}

/** Browsers name the line, or the position in the text, or nothing. */
function lineOf(message: string, text: string): number | null {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
}
