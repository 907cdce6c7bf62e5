/**
 * `cli -- promoted`: gives a new epoch to a PostgreSQL that was a standby or came back from a dump. Phones then offer all
 * that they made again, and what the old primary had acknowledged but not yet replicated comes back from them.
 */

import { readSettings } from '../settings.ts';
import { newEpoch } from '../store/epoch.ts';
import { openStore } from '../store/sql-store.ts';
import type { Done } from './main.ts';

/** SQLSTATE of a write to a server that is still a standby. */
const READ_ONLY = '25006';

/** Takes no arguments: the database is that of `DATABASE_URL`. */
export async function promotedCommand(args: string[]): Promise<Done> {
  if (args.length > 0) return { stderr: 'usage: DATABASE_URL=postgres://… cli -- promoted', code: 2 };
  if (!process.env.DATABASE_URL) return { stderr: 'promoted: set DATABASE_URL to the promoted PostgreSQL', code: 2 };
  const { databaseUrl } = readSettings(process.env);
  try {
    const store = await openStore({ databaseUrl });
    try {
      const before = await store.epoch();
      const epoch = newEpoch();
      await store.setMeta('epoch', epoch);
      return { stdout: JSON.stringify({ promoted: true, epoch, before }), code: 0 };
    } finally {
      await store.close();
    }
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code === READ_ONLY) return { stderr: 'promoted: this server is still a standby; promote it first', code: 2 };
    return { stderr: `promoted: cannot use the database: ${String(message ?? error)}`, code: 2 };
  }
}
