/** The names of a model as Python takes them. */

import type { NodeId } from '../engine/ir/program.ts';
import { Identifiers } from './identifiers.ts';

/** Python's keywords, and what scripts call something else by. */
const reserved: ReadonlySet<string> = new Set([
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del'],
  ...['elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal'],
  ...['not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield'],
  ...['torch', 'node', 'at', 'float', 'range', 'reversed', 'tuple'],
]);

/** What a script calls values without a name. */
const generatedName = /^_\d+$/;

export function pythonNames(named: readonly { readonly node: NodeId; readonly name: string }[]): Map<NodeId, string> {
  const identifiers = new Identifiers([]);
  return new Map(named.map(({ node, name }) => [node, identifiers.allocate(pythonName(name))]));
}

/** Python compares names in this normal form. */
function pythonName(name: string): string {
  const identifier = name.normalize('NFKC').replace(/^(?![\p{XID_Start}_])|\P{XID_Continue}/gu, '_');
  return reserved.has(identifier) || generatedName.test(identifier) ? `${identifier}_` : identifier;
}
