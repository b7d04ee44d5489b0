/** Annotations of the previous version, for statements that have none in the current one. */

import { intendedKind, nameOf, type Statement } from '../../language/syntax/ast.ts';
import { indexOfStatement } from '../../language/syntax/tree/tree.ts';
import { partitionPoint } from '../../language/text/partitionPoint.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileAnnotations, StatementAnnotation } from './annotation.ts';
import { createLineMapper } from './lineMapper.ts';

/** Finds the last annotation of a statement by its name, or if it has none, by its line. */
export class PreviousAnnotations {
  readonly #previous: FileAnnotations;
  readonly #snapshot: Snapshot;
  /** Stale annotations of the previous version, whose names may have no definition there. */
  readonly #staleByName = new Map<string, StatementAnnotation>();
  #mapLine: ((line: number) => number | undefined) | undefined;

  constructor(previous: FileAnnotations, snapshot: Snapshot) {
    this.#previous = previous;
    this.#snapshot = snapshot;
    for (const annotation of previous.staleAnnotations.values()) {
      if (annotation.kind === 'value') this.#staleByName.set(annotation.name, annotation);
    }
  }

  find(statement: Statement): StatementAnnotation | undefined {
    const previous = this.#findByName(statement) ?? this.#findByLine(statement);
    return previous && this.#belongsElsewhere(previous, statement) ? undefined : previous;
  }

  #findByName(statement: Statement): StatementAnnotation | undefined {
    const isValue = intendedKind(statement) !== 'fn';
    const name = isValue ? nameOf(statement)?.name : undefined;
    if (name === undefined) return undefined;
    return this.#staleByName.get(name) ?? this.#currentByName(name);
  }

  #currentByName(name: string): StatementAnnotation | undefined {
    const { names, tree } = this.#previous.snapshot;
    const definition = names.definitions.get(name);
    const annotation = definition && this.#previous.at(indexOfStatement(tree, definition));
    return annotation?.isStale ? undefined : annotation;
  }

  #findByLine(statement: Statement): StatementAnnotation | undefined {
    if (statement.kind !== 'broken' && statement.kind !== 'expect') return undefined;
    const line = this.#previousLineOf(this.#snapshot.lines.positionAt(statement.start).line);
    return line === undefined ? undefined : this.#annotationOnLine(line);
  }

  get #previousLineOf(): (line: number) => number | undefined {
    const { text, lines } = this.#previous.snapshot;
    this.#mapLine ??= createLineMapper(text, lines, this.#snapshot.text, this.#snapshot.lines);
    return this.#mapLine;
  }

  /** The annotation of the statement that begins on `line`. */
  #annotationOnLine(line: number): StatementAnnotation | undefined {
    const { lines, tree } = this.#previous.snapshot;
    const start = lines.offsetAt({ line, character: 0 });
    const index = partitionPoint(tree.statementTable.starts, (statementStart) => statementStart >= start);
    const startsOnLine = index < tree.length && lines.positionAt(tree.statementTable.starts[index]).line === line;
    return startsOnLine ? this.#previous.at(index) : undefined;
  }

  /** True if the name of the annotation is now defined by another statement. */
  #belongsElsewhere(annotation: StatementAnnotation, statement: Statement): boolean {
    const definition = annotation.kind === 'value' ? this.#snapshot.names.definitions.get(annotation.name) : undefined;
    return definition !== undefined && definition !== statement;
  }
}
