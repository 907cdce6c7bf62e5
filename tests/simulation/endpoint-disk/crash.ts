/**
 * An endpoint that is killed in the middle of a request: after so many statements of its database none is run any
 * more, and what was not committed by then never happened. Nothing of the endpoint's own code knows of it.
 */
import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Statements until the crash; null: it lives. */
let left: number | null = null;
let dead = false;

/** What a statement of a dead process meets. */
class EndpointKilled extends Error {
  override readonly name = 'EndpointKilled';
}

export const endpointCrash = {
  /** Before each statement. @throws Error once the process is dead */
  step(): void {
    if (dead) throw new EndpointKilled();
    if (left === null) return;
    left -= 1;
    if (left > 0) return;
    dead = true;
    throw new EndpointKilled();
  },
  /** @param statements those that are still run, one less */
  after(statements: number): void {
    left = statements;
  },
  get happened(): boolean {
    return dead;
  },
  /** A new process is started. */
  restart(): void {
    left = null;
    dead = false;
  },
};

type Method = (...args: unknown[]) => unknown;
function countCalls(holder: object, names: readonly string[]): void {
  for (const name of names) {
    const whole = Reflect.get(holder, name) as Method;
    Reflect.set(holder, name, function counted(this: unknown, ...args: unknown[]) {
      endpointCrash.step();
      return whole.apply(this, args);
    });
  }
}

let counts = false;
/** From here on every statement of SQLite in this process is a place of death. */
export function countSqlite(): void {
  if (counts) return;
  counts = true;
  countCalls(StatementSync.prototype, ['run', 'get', 'all', 'iterate']);
  countCalls(DatabaseSync.prototype, ['exec']);
}
