/**
 * An endpoint that is killed in the middle of a request: after so many statements of its database none is heard any
 * more, and what was not committed by then never happened. Nothing of the endpoint's own code knows of it.
 */
import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Statements until death; null: it lives. */
let left: number | null = null;
let dead = false;

/** What a statement of a dead process meets. */
class EndpointKilled extends Error {
  override readonly name = 'EndpointKilled';
}

function speak(): void {
  if (dead) throw new EndpointKilled();
  if (left === null) return;
  left -= 1;
  if (left > 0) return;
  dead = true;
  throw new EndpointKilled();
}

type Spoken = (...args: unknown[]) => unknown;
function listen(holder: object, names: readonly string[]): void {
  for (const name of names) {
    const whole = Reflect.get(holder, name) as Spoken;
    Reflect.set(holder, name, function spoken(this: unknown, ...args: unknown[]) {
      speak();
      return whole.apply(this, args);
    });
  }
}
listen(StatementSync.prototype, ['run', 'get', 'all', 'iterate']);
listen(DatabaseSync.prototype, ['exec']);

export const lastWords = {
  /** @param statements those that are still heard, one less */
  dieAfter(statements: number): void {
    left = statements;
  },
  get died(): boolean {
    return dead;
  },
  /** A new process may speak. */
  rise(): void {
    left = null;
    dead = false;
  },
};
