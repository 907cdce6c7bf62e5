/** Rows of one statement, well under the variable limits of both databases; as many as a push has at most. */
export const ROWS_PER_STATEMENT = 100;

export function* parts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) yield rows.slice(at, at + ROWS_PER_STATEMENT);
}
