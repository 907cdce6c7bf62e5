/** Events as IndexedDB gives them: one handler in `on…`, and listeners. No bubbling but from a request to its transaction. */

export interface FiredEvent {
  readonly type: string;
  readonly target: unknown;
  defaultPrevented: boolean;
  stopped: boolean;
  preventDefault(): void;
  stopPropagation(): void;
}

export function fired(type: string, target: unknown, more: object = {}): FiredEvent {
  return {
    type,
    target,
    defaultPrevented: false,
    stopped: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
    stopPropagation() {
      this.stopped = true;
    },
    ...more,
  };
}

export type Handler = ((event: FiredEvent) => unknown) | null;

export class Target {
  readonly #listeners: { readonly type: string; readonly listener: (event: FiredEvent) => unknown }[] = [];

  addEventListener(type: string, listener: (event: FiredEvent) => unknown): void {
    this.#listeners.push({ type, listener });
  }

  get hasListeners(): boolean {
    return this.#listeners.length > 0;
  }

  /** Listeners first: here all of them are added before Dexie sets its handler, and in that order a browser calls them. */
  fire(handler: Handler, event: FiredEvent): void {
    for (const { type, listener } of this.#listeners) if (type === event.type) listener.call(this, event);
    handler?.call(this, event);
  }
}
