/** @returns the class names that are there, joined. */
export function join(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter((name) => name).join(' ');
}
