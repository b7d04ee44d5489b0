/** Conversion of the names of a model to Python identifiers. */

import type { NodeId } from '../../engine/ir/program.ts';
import { Identifiers } from '../identifiers.ts';

/** Python's keywords, and names that scripts use for something else. */
const reserved: ReadonlySet<string> = new Set([
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del'],
  ...['elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal'],
  ...['not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield'],
  ...['torch', 'node', 'at', 'float', 'range', 'reversed', 'training', 'tuple'],
]);

/** Names that scripts give to unnamed values. */
const generatedName = /^_\d+$/;

export class PythonNames {
  readonly #identifiers = new Identifiers([]);

  /** The identifiers of named nodes. */
  ofNodes(named: readonly { readonly node: NodeId; readonly name: string }[]): Map<NodeId, string> {
    return new Map(named.map(({ node, name }) => [node, this.allocate(name)]));
  }

  allocate(name: string): string {
    return this.#identifiers.allocate(pythonName(name));
  }
}

/** Normalizes to NFKC, as Python does before it compares names. */
function pythonName(name: string): string {
  const identifier = name.normalize('NFKC').replace(/^(?![\p{XID_Start}_])|\P{XID_Continue}/gu, '_');
  return reserved.has(identifier) || generatedName.test(identifier) ? `${identifier}_` : identifier;
}
