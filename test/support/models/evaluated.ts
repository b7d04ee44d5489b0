/** Evaluates a text to its snapshot, values and annotations. */

import type { Mode } from '../../../server/src/engine/ir/mode.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { nodeAt } from '../../../server/src/language/lowering/model.ts';
import { type Files, noFiles } from '../../../server/src/language/names/modules/files.ts';
import type { FileAnnotations } from '../../../server/src/snapshot/annotations/annotation.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type EvaluatedSnapshot, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';

export function evaluated(text: string, files: Files = noFiles, mode?: Mode): EvaluatedSnapshot {
  return run(analyze(text, 0, { ...emptyContext, files, mode }));
}

/** The text with its numbers, unless they don't fit into memory. */
export function evaluatedIfPossible(text: string, files: Files = noFiles): Snapshot {
  return runIfPossible(analyze(text, 0, { ...emptyContext, files }));
}

export function runIfPossible(snapshot: Snapshot): Snapshot {
  return snapshot.model.fitsMemory ? run(snapshot) : snapshot;
}

function run(snapshot: Snapshot): EvaluatedSnapshot {
  return withValues(snapshot, new Execution(snapshot.model.program).run());
}

/** The elements of a named value; undefined if it has none. */
export function valuesOf({ names, model, evaluation }: EvaluatedSnapshot, name: string): readonly number[] | undefined {
  const definition = names.definitions.get(name);
  const node = definition && nodeAt(model.statementNodes, definition.id);
  return node === undefined ? undefined : Array.from(elementsOf(model.program, evaluation.values, node));
}

/** The values of all scalar names of a text. */
export function scalarsOf(text: string): Record<string, number | undefined> {
  const snapshot = evaluated(text);
  return Object.fromEntries(
    [...snapshot.names.definitions.keys()].map((name) => [name, valuesOf(snapshot, name)?.[0]]),
  );
}

/** The annotations of the last of several versions of a file. */
export function annotationsAfter(versions: readonly string[]): FileAnnotations {
  const [first, ...later] = versions.map((text) => evaluatedIfPossible(text));
  return later.reduce((last, snapshot) => statementAnnotationsOf(snapshot, last), statementAnnotationsOf(first));
}
