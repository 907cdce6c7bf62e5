/** A driver works the app from inside its page, faster than a person: it finds, taps and types. Nothing here may name an import. */

export interface Driver {
  /** Waits until `selector` is there; with `says`, until it also says that. */
  find<E extends HTMLElement = HTMLElement>(selector: string, says?: string): Promise<E>;
  tap(selector: string): Promise<void>;
  /** Types or chooses as a person does, so that the form notices it. */
  type(selector: string, text: string): Promise<void>;
  /** To another screen of the app, without loading it anew. */
  go(path: string): Promise<void>;
  /** Waits until the screen has read what it shows. @returns all that it says */
  read(): Promise<string>;
}

/** Runs in the page: puts the driver where the page's other functions find it, as `window.driver`. */
export function installDriver(): void {
  const until = async <T>(seek: () => T | undefined | false): Promise<T> => {
    for (;;) {
      const found = seek();
      if (found !== undefined && found !== false) return found;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const find = <E extends HTMLElement>(selector: string, says = '') =>
    until(() =>
      [...document.querySelectorAll<E>(selector)].find(({ innerText }) => says === '' || innerText.includes(says)),
    );
  const driver: Driver = {
    find,
    async tap(selector) {
      (await find(`${selector}:not(:disabled)`)).click();
    },
    async type(selector, text) {
      const field = await find<HTMLInputElement>(selector);
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text);
      field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
    },
    async go(path) {
      history.pushState(null, '', path);
      // What was on the screen before must not be taken for what comes.
      await new Promise((resolve) => setTimeout(resolve));
    },
    async read() {
      const bones = '[role="status"][aria-label]';
      await until(() => document.querySelector('h1') !== null && document.querySelector(bones) === null);
      return document.body.innerText;
    },
  };
  Object.assign(window, { driver });
}
