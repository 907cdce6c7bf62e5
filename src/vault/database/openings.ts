/** A database factory whose openings can be observed, or can be made to fail. */

/** @param around called at each opening with the real one, whose request it must return */
export function aroundOpening(
  factory: IDBFactory,
  around: (open: () => IDBOpenDBRequest) => IDBOpenDBRequest,
): IDBFactory {
  return new Proxy(factory, {
    get(target, key) {
      const value = Reflect.get(target, key, target) as unknown;
      if (typeof value !== 'function') return value;
      if (key !== 'open') return (value as (...all: unknown[]) => unknown).bind(target);
      return (name: string, version?: number) => around(() => target.open(name, version));
    },
  });
}
