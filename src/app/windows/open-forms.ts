/**
 * Which forms are open, over all windows: each holds a Web Lock of its own, so that a draft is open in one window at a time,
 * and a shared one with all others, so that the code is changed under none of them. The service worker asks here too.
 */

/** The lock that every open form holds shared, and that an update holds alone. */
const FORMS = 'forms';
/** This is longer than a screen needs to let go of its own form when it is opened again at once. */
const FORM_WAIT_MS = 1_000;
/** An update takes a moment; a window that hangs in the middle of one must not keep anybody from a form. */
const UPDATE_WAIT_MS = 3_000;

/** @returns null where the browser has no locks; nothing is known of other windows then */
const locksOf = (): LockManager | null => (typeof navigator !== 'undefined' && navigator.locks) || null;

/** @returns whether any window has a form open */
export async function formsOpen(): Promise<boolean> {
  const { held = [] } = (await locksOf()?.query()) ?? {};
  return held.some(({ name, mode }) => name === FORMS && mode === 'shared');
}

/** Does `work` while no form is open and none can be opened. @returns whether it was done */
export async function whileNoForm(work: () => Promise<void>): Promise<boolean> {
  const locks = locksOf();
  const alone = async (lock: Lock | null): Promise<boolean> => {
    if (lock === null) return false;
    await work();
    return true;
  };
  if (locks !== null) return locks.request(FORMS, { ifAvailable: true }, alone);
  await work();
  return true;
}

/**
 * One window at a time fills in a form of a person. `taken` says whether it is this one.
 * @param store of the person: two persons may have the form of the same citizen open in two windows, each a draft of their own
 */
export function takeForm(
  store: string,
  form: string,
): { readonly taken: Promise<boolean>; readonly letGo: () => void } {
  const locks = locksOf();
  if (locks === null) return { taken: Promise.resolve(true), letGo: () => undefined };
  let letGo: () => void = () => undefined;
  const left = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const taken = new Promise<boolean>((resolve) => {
    const holding = () => {
      resolve(true);
      return left;
    };
    const own = () => {
      const options = { signal: AbortSignal.timeout(FORM_WAIT_MS) };
      return locks.request(`form-${store}-${form}`, options, holding).catch(() => resolve(false));
    };
    const shared = { mode: 'shared', signal: AbortSignal.timeout(UPDATE_WAIT_MS) } as const;
    locks.request(FORMS, shared, own).catch(own);
  });
  return { taken, letGo };
}
