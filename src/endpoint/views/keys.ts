/** Keys by which the endpoint finds households, however their hamlet and number are written. */
import { normalizeForSearch } from '../../programme/index.ts';

/** Two hamlets are one when their normalized names are, with or without the word "ấp"; and the number "017" is Excel's 17. */
export function placeKey(hamlet: string, number: string): string {
  const bare = normalizeForSearch(hamlet).replace(/^ap\s+/, '');
  return `${bare}|${normalizeForSearch(number).replace(/^0+(?=\d)/, '')}`;
}
