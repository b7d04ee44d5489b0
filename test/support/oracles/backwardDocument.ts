/** Checks that the document of a backward pass evaluates to the values of its program. */

import type { Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf, type Values } from '../../../server/src/engine/ir/values.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import type { BackwardDocument } from '../../../server/src/export/backward/backwardDocument.ts';
import { exportBackwardPass } from '../../../server/src/export/backward/exportBackwardPass.ts';
import { analyze, type EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated, valuesOf } from '../models/evaluated.ts';

/** The document of a model that has a backward pass. */
export function backwardDocumentOf(model: EvaluatedSnapshot, title = 'a.bp'): BackwardDocument {
  const document = exportBackwardPass(model, title);
  if ('refusal' in document) throw new Error(document.refusal);
  return document;
}

/** Errors of the document, names whose values differ from their nodes, and statements without a node. */
export function backwardDocumentErrors({ text, nodes }: BackwardDocument, program: Program, values: Values): unknown[] {
  const errors = analyze(text).problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors.map(({ message, start }) => `${message}: ${text.slice(start, start + 80)}`);
  const document = evaluated(text);
  const unknown = [...document.names.definitions.keys()].filter((name) => !nodes.has(name));
  const wrong = [...nodes].flatMap(([name, node]) => {
    const expected = Array.from(elementsOf(program, values, node));
    const found = valuesOf(document, name);
    const isSame = found?.length === expected.length && found.every((value, i) => Object.is(value, expected[i]));
    return isSame ? [] : [{ name, expected, found }];
  });
  return [...unknown, ...wrong];
}

/** The values of a program. */
export function runProgram(program: Program): Values {
  return new Execution(program).run();
}
