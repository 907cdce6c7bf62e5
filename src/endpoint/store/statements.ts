/**
 * Statements that are made for every push, compiled once: the query builder takes longer to write one for a hundred rows
 * (0.4 ms) than SQLite to run it. A statement for many rows is kept for each number of rows.
 */
import { type Compilable, CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** The statements of one database: the two databases write their parameters in different ways. */
export class Statements {
  readonly #texts = new Map<string, string>();

  /**
   * Runs a statement, and compiles it where that was not done before.
   * @param name name of the statement; statements of one name differ only in the number of rows
   * @param rowCount how many rows or ids it takes, at most a part (parts.ts)
   * @param build makes the statement from any values, for only its text is kept
   * @param parameters all its values, in their order in the text
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

/** @returns as many made-up ids or rows as a statement is to be compiled for */
export const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
