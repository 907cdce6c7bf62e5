/** What the endpoint finds households and people by, however their names are written. */
import { normalizeForSearch } from '../../programme/index.ts';

/** Hamlets are one when their normalized names are, with or without the word "ấp"; so are "017" and Excel's 17. */
export function placeKey(hamlet: string, number: string): string {
  const bare = normalizeForSearch(hamlet).replace(/^ap\s+/, '');
  return `${bare}|${normalizeForSearch(number).replace(/^0+(?=\d)/, '')}`;
}
