/** Long lists cut into parts, each for one statement. */

/** One statement takes so many rows: well under the variable limits of both databases, and as many as a push has at most. */
export const ROWS_PER_STATEMENT = 100;

/** @returns the rows in their order, cut into parts */
export function* parts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) yield rows.slice(at, at + ROWS_PER_STATEMENT);
}

/**
 * Asks for the rows of many ids, one part after the other.
 * @returns the rows of all parts, in their order
 */
export async function rowsByPart<Id, Row>(
  ids: readonly Id[],
  ask: (part: readonly Id[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const part of parts(ids)) rows.push(...(await ask(part)));
  return rows;
}
