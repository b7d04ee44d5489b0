/** `bp eval`: prints every named node with its value and gradient, as text or JSON. */

import { defaultSettings } from '../../../../protocol/editor/settings.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { Mode } from '../../engine/ir/mode.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import type { Shape } from '../../engine/ir/shape.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { nodeAt, sampleCountOf } from '../../language/lowering/model.ts';
import { type DefinitionKind, isValueDefinition, labelOf, roleOf, type Statement } from '../../language/syntax/ast.ts';
import { formatAnnotation } from '../../snapshot/annotations/annotationText.ts';
import { inlinedParamAnnotations } from '../../snapshot/annotations/currentAnnotations.ts';
import { statementAnnotationsOf } from '../../snapshot/annotations/statementAnnotations.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { formatProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readAndEvaluate, UsageError } from './command.ts';
import { type Json, writeJson } from './json.ts';
import { printLine } from './print.ts';

export const evaluate: Command = {
  name: 'eval',
  synopsis: 'eval FILE [--json] [--mode MODE]',
  doc: 'print the value and the gradient of every named node, in the mode "training" (the default) or "evaluation"',
  async run(args) {
    const options = { json: { type: 'boolean' }, mode: { type: 'string' } } as const;
    const { file, values } = parseFileAndOptions(evaluate, args, options);
    const snapshot = await readAndEvaluate(file, modeOf(values.mode));
    if (values.json) printLine(writeJson(report(file, snapshot)));
    else printLine([...annotationLines(snapshot), ...formatProblems(file, snapshot)].join('\n'));
    return exitCodeOf(snapshot);
  },
};

function modeOf(option: string | undefined): Mode | undefined {
  if (option === undefined || option === 'training' || option === 'evaluation') return option;
  throw new UsageError(`--mode takes training or evaluation, not '${option}'. Usage: bp ${evaluate.synopsis}`);
}

/** One line for each statement with a value or expectation, after the params that its calls create. */
function annotationLines(snapshot: Snapshot): string[] {
  const createdAnnotations = isEvaluated(snapshot) ? inlinedParamAnnotations(snapshot) : undefined;
  const annotations = new Map(
    statementAnnotationsOf(snapshot).list.map((annotation) => [annotation.statement, annotation]),
  );
  return snapshot.tree.statements.flatMap((statement) => {
    const ownAnnotation = annotations.get(statement);
    const statementAnnotations = [
      ...(createdAnnotations?.get(statement) ?? []),
      ...(ownAnnotation ? [ownAnnotation] : []),
    ];
    return statementAnnotations.map((annotation) => formatAnnotation(annotation, defaultSettings));
  });
}

function report(file: string, snapshot: Snapshot): Json {
  const { tree, lines, problems, model } = snapshot;
  const root = model.objective?.backwardPass.root;
  const { sample } = model;
  return {
    file,
    ...(sample && { samples: { evaluated: sample.count, all: sampleCountOf(model) } }),
    objective: root === undefined ? null : (valueAt(snapshot, root) ?? null),
    nodes: tree.statements.flatMap((statement) => statementReports(snapshot, statement)),
    problems: problems.map(({ code, severity, message, start }) => {
      const { line, character } = lines.positionAt(start);
      return { code, severity, line: line + 1, column: character + 1, message };
    }),
  };
}

/** The nodes a statement defines, after the params that its calls create. */
function statementReports(snapshot: Snapshot, statement: Statement): Json[] {
  const { model } = snapshot;
  const createdParams = model.params.filter(
    (param) => param.statement === statement && model.statementNodes[statement.id] !== param.node,
  );
  const reports = createdParams.map(({ name, node }) => nodeReport(snapshot, name, 'param', statement, node));
  if (!isValueDefinition(statement)) return reports;
  const node = nodeAt(model.statementNodes, statement.id);
  return [...reports, nodeReport(snapshot, labelOf(statement), roleOf(statement), statement, node)];
}

function nodeReport(
  snapshot: Snapshot,
  name: string,
  kind: DefinitionKind,
  { start }: Statement,
  node: NodeId | undefined,
): Json {
  const { model, lines } = snapshot;
  const adjoint = node === undefined || !model.objective ? undefined : adjointOf(model.objective.backwardPass, node);
  return {
    name,
    kind,
    line: lines.positionAt(start).line + 1,
    shape: node === undefined ? null : model.program.shape(node),
    value: node === undefined ? null : (valueAt(snapshot, node) ?? null),
    grad: adjoint === undefined ? null : (valueAt(snapshot, adjoint) ?? null),
  };
}

/** A node's value as nested lists. */
function valueAt(snapshot: Snapshot, node: NodeId): Json | undefined {
  if (!isEvaluated(snapshot)) return undefined;
  const { program } = snapshot.model;
  return nestedLists(elementsOf(program, snapshot.evaluation.values, node), program.shape(node));
}

function nestedLists(values: Float64Array, [length, ...rest]: Shape): Json {
  if (length === undefined) return values[0];
  const size = values.length / length;
  return Array.from({ length }, (_, i) => nestedLists(values.subarray(i * size, (i + 1) * size), rest));
}
