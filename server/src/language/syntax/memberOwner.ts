/** The statement whose call made a member such as `h_2.W`. */

/** The name of a statement that calls several times, and the number of one of the calls: `h_2`. */
export const numberedCallName = /^(.+)_\d+$/su;

/**
 * The name whose statement makes the params of a member: of several calls in the statement `h`, the second one makes
 * `h_2.W`, unless another statement is called `h_2`.
 */
export function ownerOf(
  { owner }: { readonly owner: { readonly name: string } },
  isDefined: (name: string) => boolean,
): string {
  if (isDefined(owner.name)) return owner.name;
  const [, name] = numberedCallName.exec(owner.name) ?? [];
  return name !== undefined && isDefined(name) ? name : owner.name;
}
