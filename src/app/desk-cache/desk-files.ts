/**
 * Files of the build that only desk and admin screens need. The service worker does not keep them on every phone: it keeps
 * them once somebody who may open those screens signs in. The build gives them names that begin with this.
 */
export const DESK_FILE_PREFIX = 'assets/desk.';

/** Asks the service worker to keep the desk on this phone. */
export const KEEP_DESK = 'KEEP_DESK';

/** @param url of a file of the build, relative to its root */
export function isDeskFile(url: string): boolean {
  return url.startsWith(DESK_FILE_PREFIX);
}
