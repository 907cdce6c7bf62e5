/** Which windows have a person's store open: a store that a window uses is not tidied by another one. */

const nameOf = (store: string) => `open-${store}`;
const locksOf = (): LockManager | null => (typeof navigator !== 'undefined' && navigator.locks) || null;

/** Holds the lock of a store until the window is closed. */
export function holdStore(store: string): void {
  const held = locksOf()?.request(nameOf(store), { mode: 'shared' }, () => new Promise<never>(() => undefined));
  held?.catch((error: unknown) => console.warn('store: not held', error));
}

/** Does `work` unless a window has the store open. */
export async function whileAlone(store: string, work: () => Promise<void>): Promise<void> {
  const locks = locksOf();
  if (locks === null) return await work();
  await locks.request(nameOf(store), { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work();
  });
}
