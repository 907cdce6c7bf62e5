/** A lock that the tabs of one process share: who comes later waits until the one before has ended. */
export function mutex() {
  let turn: Promise<unknown> = Promise.resolve();
  return <T>(_name: string, work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };
}
