/** Why the endpoint cannot start, as one sentence for the operator. */
import { SettingsError } from './settings.ts';
import { PurposeError } from './store-purpose.ts';

const SENTENCES: Readonly<Record<string, (error: NodeJS.ErrnoException & { port?: number }) => string>> = {
  EADDRINUSE: ({ port }) => `Port ${port} is in use: stop the other program, or set PORT to another one.`,
  EACCES: ({ path, port }) =>
    port === undefined
      ? `This user may not read or write ${path ?? 'the data folder'}.`
      : `This user may not listen on port ${port}: set PORT to one above 1024.`,
  EROFS: ({ path }) => `The disk of ${path ?? 'the data folder'} takes no writes: is it mounted read-only?`,
  ENOSPC: () => 'The disk is full: free some room, then start again.',
  ECONNREFUSED: () => 'The database of DATABASE_URL does not answer: is it running?',
  ENOTFOUND: () => 'The host of DATABASE_URL is not known.',
  '28P01': () => 'The database of DATABASE_URL rejects this user or password.',
  '3D000': () => 'The database that DATABASE_URL names does not exist.',
};

/** @returns a sentence; for what is not foreseen, the error itself with the lines of code that it came from */
export function startupSentence(error: unknown): string {
  if (error instanceof SettingsError || error instanceof PurposeError) return error.message;
  if (!(error instanceof Error)) return `The endpoint cannot start: ${String(error)}`;
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = SENTENCES[code];
  if (known !== undefined) return known(error);
  if (/corrupted migrations|previously executed migration/.test(error.message)) {
    return 'The database is of a newer version of this endpoint: start that version.';
  }
  if (/not a database|malformed/.test(error.message)) {
    return 'The database file is damaged: restore a backup (npm run --silent cli -- restore FILE).';
  }
  if (/readonly|unable to open database/.test(error.message)) {
    return 'The database file cannot be opened for writing: look at the rights of the data folder.';
  }
  return `The endpoint cannot start: ${error.stack ?? error.message}`;
}
