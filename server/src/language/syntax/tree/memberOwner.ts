/** Finds the statement whose call creates a member such as `h_2.W`. */

/** `h_2`: the name of a statement with several calls, and the number of the call. */
export const numberedCallName = /^(.+)_\d+$/su;

/**
 * The name of the statement that creates the params of a member. The second call in the statement `h` creates `h_2.W`,
 * unless another statement is called `h_2`.
 */
export function ownerOf(
  { owner }: { readonly owner: { readonly name: string } },
  isDefined: (name: string) => boolean,
): string {
  if (isDefined(owner.name)) return owner.name;
  const [, name] = numberedCallName.exec(owner.name) ?? [];
  return name !== undefined && isDefined(name) ? name : owner.name;
}
