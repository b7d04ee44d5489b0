/** The reverse pass of a model as a document, or why there is none. */

import type { Operator } from '../engine/operator.ts';
import { constant, leaf } from '../engine/ops/leaves.ts';
import type { NodeId, Program } from '../engine/program.ts';
import { sizeOf } from '../engine/shape.ts';
import { limits } from '../language/limits.ts';
import { nodeAt } from '../language/model.ts';
import { sourceOf } from '../language/source.ts';
import { isDefinition, isNaming, roleOf } from '../language/tree.ts';
import { isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import type { Refusal } from '../snapshot/stepEdits.ts';
import { type BackwardDocument, backwardDocument, nodesBehind, type SourceStatement } from './backward.ts';
import type { Keyword } from './backwardWriter.ts';

/** @param title what the model is called in the document. */
export function backwardPass(snapshot: Snapshot, title: string): BackwardDocument | Refusal {
  const { problems, lines, model } = snapshot;
  const { objective, program } = model;
  if (objective === undefined) {
    const error = problems.find(({ severity }) => severity === 'error');
    const line = error && lines.positionAt(error.start).line + 1;
    if (error) return { refusal: `There is no reverse pass: line ${line} has an error: ${error.message}.` };
    return { refusal: 'There is no reverse pass without a loss. Add one, as in: loss L = (target - f)^2' };
  }
  if (!isEvaluated(snapshot)) return { refusal: 'There is no reverse pass: the model could not be evaluated.' };
  const { gradient } = objective;
  const numbers = numbersBehind(program, gradient.root);
  if (numbers > limits.expressions) {
    const [written, most] = [numbers, limits.expressions].map((count) => count.toLocaleString('en'));
    return {
      refusal: `There is no reverse pass: it would have ${written} numbers written out, and a file has at most ${most}.`,
    };
  }
  const { values } = snapshot.evaluation;
  return backwardDocument({ title, program, gradient, values, statements: statementsOf(snapshot) });
}

/** Operators whose value is written out. */
const given: ReadonlySet<Operator> = new Set([constant, leaf]);

/** About how many numbers are written out. */
function numbersBehind(program: Program, root: NodeId): number {
  return nodesBehind(program, root)
    .filter((node) => given.has(program.operator(node)))
    .reduce((numbers, node) => numbers + sizeOf(program.shape(node)), 0);
}

const keywords: Readonly<Record<string, Keyword>> = { const: 'const', param: 'const', data: 'data' };

function statementsOf({ text, tree, model }: Snapshot): SourceStatement[] {
  const made = model.params.flatMap(({ name, node }) =>
    name.includes('.') ? [{ node, name, keyword: 'const' as const }] : [],
  );
  const written = tree.statements.flatMap((statement) => {
    const node = nodeAt(model.statementNodes, statement.index);
    if (node === undefined || !isNaming(statement)) return [];
    const source = isDefinition(statement) && { source: sourceOf(text, statement.value) };
    return [{ node, name: statement.name.name, keyword: keywords[roleOf(statement)] ?? '', ...source }];
  });
  return [...made, ...written].sort((a, b) => a.node - b.node);
}
