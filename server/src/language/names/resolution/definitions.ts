/** The definitions of a file by name, updated incrementally if no name is defined twice. */

import { isFunction, isInitialStep, nameOf, type Statement } from '../../syntax/ast.ts';
import type { ParsedStatement } from '../../syntax/tree/parsedStatement.ts';
import type { StatementChange } from '../../syntax/tree/statementTable.ts';
import type { Tree } from '../../syntax/tree/tree.ts';
import { diffStatements, indexAfter } from '../../syntax/tree/treeDiff.ts';

/** The first definition of each name; a broken one only if there is no other. */
export type Definitions = Pick<ReadonlyMap<string, Statement>, 'get' | 'has' | 'keys'> & Iterable<[string, Statement]>;

/** With more changed statements than this, the definitions are collected again. */
const maxTrackedStatements = 256;

export class UniqueDefinitions implements Definitions {
  readonly #tree: Tree;
  /** The index of each definition in the version in which they were collected. */
  readonly #indices: ReadonlyMap<string, number>;
  readonly #parsedStatements: readonly ParsedStatement[];
  /** The change since that version. */
  readonly #change: StatementChange;
  /** The definitions parsed since then. */
  readonly #added: ReadonlyMap<string, Statement>;

  private constructor(
    tree: Tree,
    indices: ReadonlyMap<string, number>,
    parsedStatements: readonly ParsedStatement[],
    change: StatementChange,
    added: ReadonlyMap<string, Statement>,
  ) {
    this.#tree = tree;
    this.#indices = indices;
    this.#parsedStatements = parsedStatements;
    this.#change = change;
    this.#added = added;
  }

  /** Undefined if a name is defined twice. */
  static of(tree: Tree, previous: Definitions | undefined): UniqueDefinitions | undefined {
    return (previous instanceof UniqueDefinitions && previous.#rebase(tree)) || UniqueDefinitions.#build(tree);
  }

  static #build(tree: Tree): UniqueDefinitions | undefined {
    const { parsedStatements } = tree;
    const indices = new Map<string, number>();
    for (let index = 0; index < parsedStatements.length; index++) {
      const name = valueName(parsedStatements[index].statement);
      if (name === undefined) continue;
      if (indices.has(name)) return undefined;
      indices.set(name, index);
    }
    const { length } = parsedStatements;
    const noChange = { start: length, endBefore: length, endAfter: length };
    return new UniqueDefinitions(tree, indices, parsedStatements, noChange, new Map());
  }

  /** The definitions of a later version, if not too much has changed since they were collected. */
  #rebase(tree: Tree): UniqueDefinitions | undefined {
    const change = diffStatements(this.#parsedStatements, tree.parsedStatements);
    if (change.endAfter - change.start > maxTrackedStatements) return undefined;
    const added = new Map<string, Statement>();
    for (let index = change.start; index < change.endAfter; index++) {
      const statement = tree.at(index);
      const name = valueName(statement);
      if (name === undefined) continue;
      if (added.has(name) || indexAfter(this.#indices.get(name), change) !== undefined) return undefined;
      added.set(name, statement);
    }
    return new UniqueDefinitions(tree, this.#indices, this.#parsedStatements, change, added);
  }

  get(name: string): Statement | undefined {
    const index = indexAfter(this.#indices.get(name), this.#change);
    return index === undefined ? this.#added.get(name) : this.#tree.at(index);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  *keys(): MapIterator<string> {
    for (const { statement } of this.#tree.parsedStatements) {
      const name = valueName(statement);
      if (name !== undefined) yield name;
    }
  }

  *[Symbol.iterator](): Generator<[string, Statement]> {
    const { parsedStatements } = this.#tree;
    for (let index = 0; index < parsedStatements.length; index++) {
      const name = valueName(parsedStatements[index].statement);
      if (name !== undefined) yield [name, this.#tree.at(index)];
    }
  }
}

/**
 * The name of the value that a statement defines; functions have a namespace of their own. A recurrence is defined by the
 * statement of its block, not by those of its initial steps.
 */
export function valueName(statement: Statement): string | undefined {
  return isFunction(statement) || isInitialStep(statement) ? undefined : nameOf(statement)?.name;
}
