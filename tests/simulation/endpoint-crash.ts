/**
 * An endpoint that is killed in the middle of a request: after so many statements of its database none is carried out any
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

function countStatement(): void {
  if (dead) throw new EndpointKilled();
  if (left === null) return;
  left -= 1;
  if (left > 0) return;
  dead = true;
  throw new EndpointKilled();
}

type Method = (...args: unknown[]) => unknown;
function countCalls(holder: object, names: readonly string[]): void {
  for (const name of names) {
    const whole = Reflect.get(holder, name) as Method;
    Reflect.set(holder, name, function counted(this: unknown, ...args: unknown[]) {
      countStatement();
      return whole.apply(this, args);
    });
  }
}
countCalls(StatementSync.prototype, ['run', 'get', 'all', 'iterate']);
countCalls(DatabaseSync.prototype, ['exec']);

export const endpointCrash = {
  /** @param statements those that are still carried out, one less */
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
