/** Vietnamese lists are in the order of given names, which stand last. Pure. */
const collator = new Intl.Collator('vi');

/** Compares people by given name, then by the whole name. */
export function byGivenName(one: { readonly name: string }, other: { readonly name: string }): number {
  const given = ({ name }: { readonly name: string }) => name.trim().split(/\s+/).at(-1) ?? '';
  return collator.compare(given(one), given(other)) || collator.compare(one.name, other.name);
}
