/** Errors that end a round without an answer of the endpoint. */
import { InvalidPage, isQuota } from '../vault/index.ts';

/** Nothing came back from the network: no connection, a timeout, or an answer cut in the middle. */
export class NetDown extends Error {
  override readonly name = 'NetDown';
}

/** @returns the code under which an error is shown: `sync.error.<code>` is its sentence */
export function codeOf(error: unknown): string {
  if (error instanceof InvalidPage) return 'pull-refused';
  return isQuota(error) ? 'quota' : 'unexpected';
}
