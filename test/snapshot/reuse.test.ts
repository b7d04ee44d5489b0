/** Incremental analysis gives the same model, node for node, as analysis from scratch. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '../../server/src/engine/ir/program.ts';
import { emptyContext } from '../../server/src/language/lowering/context.ts';
import { rangeIn, type Statement } from '../../server/src/language/syntax/ast.ts';
import { analyze, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { TypingSimulator } from '../support/editor/keystrokes.ts';
import { fuzzedTexts } from '../support/models/fuzzedTexts.ts';
import { longModel } from '../support/models/longModel.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { applyTextEdit, textEdits } from '../support/models/randomEdits.ts';
import { library, modelTexts } from '../support/models/randomModels.ts';
import { generatedCases } from '../support/setup/thorough.ts';

const context = { ...emptyContext, files: filesOf(library) };

test('incremental analysis matches analysis from scratch for any edit', () => {
  const start = fc.oneof(fuzzedTexts, modelTexts, fc.integer({ min: 3, max: 60 }).map(longModel));
  fc.assert(
    fc.property(start, textEdits, (text, edits) => {
      let snapshot = analyze(text, 0, context);
      for (const edit of edits) {
        const next = applyTextEdit(snapshot.text, edit);
        snapshot = analyze(next, 0, context, snapshot);
        expect(contentsOf(snapshot)).toEqual(contentsOf(analyze(next, 0, context)));
      }
    }),
    generatedCases(600),
  );
});

test('incremental analysis matches analysis from scratch for any keystroke', () => {
  const typist = new TypingSimulator(longModel(60));
  let snapshot = analyze(typist.text);
  for (const _ of typist.keystrokes(generatedCases(320).numRuns)) {
    snapshot = analyze(typist.text, 0, emptyContext, snapshot);
    expect(contentsOf(snapshot)).toEqual(contentsOf(analyze(typist.text)));
  }
});

/** The contents of a snapshot as plain data. */
function contentsOf({ text, problems, tree, names, model, lines, module }: Snapshot) {
  const statements = new Map<Statement, number>(tree.statements.map((statement, index) => [statement, index]));
  const {
    program,
    objective,
    params,
    data,
    expectations,
    calls,
    trainingPlan: training,
    sourceMap,
    shownCalls,
  } = model;
  return {
    problems,
    statements: tree.statements,
    expressions: tree.expressions.map((_, index) => tree.expressionAt(index)),
    lines: Array.from({ length: lines.count }, (_, line) => [
      lines.offsetAt({ line, character: 0 }),
      lines.measureLine(line, ({ length }) => length),
    ]),
    definitions: [...names.definitions].map(([name, statement]) => [name, statements.get(statement)]),
    functions: [...names.functions].map(([name, statement]) => [name, statements.get(statement)]),
    unresolved: [...names.unresolved].map(({ start }) => start).sort((a, b) => a - b),
    moduleProblems: module.problems,
    program: nodesOf(program),
    elements: program.elementCount,
    expressionNodes: [...model.expressionNodes],
    statementNodes: [...model.statementNodes],
    params: params.map(({ statement, source, ...param }) => ({
      ...param,
      index: statements.get(statement),
      isOwn: source === statement,
    })),
    data,
    expectations: expectations.map(({ statement, ...expectation }) => ({
      ...expectation,
      index: statements.get(statement),
    })),
    calls: calls.map(({ call, statement, function: called, ...rest }) => ({
      ...rest,
      call: rangeIn(statement, call).start,
      index: statements.get(statement),
      called: called.definition.name.name,
    })),
    shownCalls: [...shownCalls].map(([{ name }, { call, paramPrefix }]) => [name.name, call.first, paramPrefix]),
    regions: sourceMap.regions.map(({ source: { kind }, first, end, result }) => ({ kind, first, end, result })),
    expressionIndices: Array.from({ length: program.length }, (_, node) => sourceMap.expressionIndexOf(node)),
    drawCounter: model.drawCounter,
    constsInCalls: [...model.constsInCalls],
    trainingSampleStatistics: model.trainingSampleStatistics,
    pickedRootName: model.pickedRootName,
    fitsMemory: model.fitsMemory,
    training: training && {
      ...training,
      hyperparameters: [...training.hyperparameters].map(([name, setting]) => [name, setting]),
    },
    objective: objective && {
      label: objective.label,
      root: objective.backwardPass.root,
      adjoints: [...objective.backwardPass.adjoints],
      contributions: [...objective.backwardPass.contributions],
      requiresGrad: [...objective.backwardPass.requiresGrad],
    },
    firstNodes: [...model.firstNodes],
    reuseInfo: {
      isReusable: [...model.reuseInfo.isReusable],
      backwardNodes: model.reuseInfo.backwardNodes,
    },
    text,
  };
}

function nodesOf(program: Program) {
  return Array.from({ length: program.length }, (_, node) => ({
    operator: program.operator(node).name,
    operands: program.operands(node),
    shape: program.shape(node),
    attributes: program.attributes(node),
  }));
}
