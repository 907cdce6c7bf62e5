/** A factory whose openings are in one's own hands: to listen to what nobody else is told, or to refuse. */

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

/**
 * For tests: what a database may refuse. Dexie keeps `transaction` of the connection at the first event of an opening, and
 * takes the database from a transaction: so each connection is given its own, before Dexie hears of it.
 * @param begins called before each transaction; what it throws is thrown in its place
 */
export function beforeTransactions(factory: IDBFactory, begins: (mode: IDBTransactionMode) => void): IDBFactory {
  return aroundOpening(factory, (open) => {
    const request = open();
    let guarded = false;
    const guard = () => {
      if (guarded) return;
      guarded = true;
      const begin = request.result.transaction.bind(request.result);
      request.result.transaction = (...args) => {
        begins(args[1] ?? 'readonly');
        return begin(...args);
      };
    };
    request.addEventListener('upgradeneeded', guard);
    request.addEventListener('success', guard);
    return request;
  });
}
