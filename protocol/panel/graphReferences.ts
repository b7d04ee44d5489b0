/** Checks that the parts of a graph belong together, which layout and drawing rely on. */

interface Nested {
  readonly id: string;
  readonly parent: string | null;
}

interface References {
  readonly nodes: readonly Nested[];
  readonly groups: readonly Nested[];
  readonly wires: readonly { readonly from: number; readonly to: number }[];
}

/** True if ids are unique, every parent is a group, no group is in itself, and each wire leads to a later node. */
export function hasValidReferences({ nodes, groups, wires }: References): boolean {
  const ids = new Set([...nodes, ...groups].map(({ id }) => id));
  if (ids.size !== nodes.length + groups.length) return false;
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  const isGroup = (id: string | null) => id === null || parents.has(id);
  if (![...nodes, ...groups].every(({ parent }) => isGroup(parent))) return false;
  if (!groups.every(({ id }) => endsAtRoot(id, parents))) return false;
  const isNode = (index: number) => Number.isInteger(index) && index >= 0 && index < nodes.length;
  return wires.every(({ from, to }) => isNode(from) && isNode(to) && from < to);
}

interface Parts {
  readonly nodes: readonly unknown[];
  readonly wires: readonly unknown[];
}

/** True if there are numbers for each node and wire of the structure. */
export function hasNumbersFor(numbers: Parts, structure: Parts): boolean {
  return numbers.nodes.length === structure.nodes.length && numbers.wires.length === structure.wires.length;
}

function endsAtRoot(group: string, parents: ReadonlyMap<string, string | null>): boolean {
  let current: string | null | undefined = group;
  for (let depth = 0; depth <= parents.size; depth++) {
    if (current === null || current === undefined) return true;
    current = parents.get(current);
  }
  return false;
}
