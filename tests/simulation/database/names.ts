/** Names as a browser gives them: a sorted list with `contains`. */
export interface Names extends ReadonlyArray<string> {
  contains(name: string): boolean;
}

export function namesOf(names: Iterable<string>): Names {
  const list = [...names].sort();
  return Object.assign(list, { contains: (name: string) => list.includes(name) });
}
