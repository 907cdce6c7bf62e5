/**
 * Statements that are made for every push, compiled once: the query builder takes longer to write one for a hundred rows
 * (0.4 ms) than SQLite to run it. Those for many rows are kept for each number of rows.
 */
import { type Compilable, CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** One database's statements: the two databases write their parameters in different ways. */
export class Statements {
  readonly #texts = new Map<string, string>();

  /**
   * @param name of the statement; one name, one statement but for the number of rows
   * @param rowCount how many rows or ids it takes, at most a part (parts.ts)
   * @param build makes it, from any values: only its text is kept
   * @param parameters all its values, in the order in which they stand in the text
   */
  async run<Row>(
    reader: Kysely<Tables>,
    name: string,
    rowCount: number,
    build: () => Compilable<Row>,
    parameters: readonly unknown[],
  ): Promise<readonly Row[]> {
    const key = `${name} ${rowCount}`;
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = build().compile().sql;
      this.#texts.set(key, text);
    }
    const { rows } = await reader.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]));
    return rows;
  }
}

/** As many made-up ids or rows as a statement is to be compiled for. */
export const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
