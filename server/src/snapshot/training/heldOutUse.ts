/**
 * Statistics of all samples in consts, data and initial values of params, while some samples are held out: their
 * computation does not fit the training samples alone, for example because the number of samples is written out.
 */

import { markNeeded } from '../../engine/ir/subgraph.ts';
import { leaf } from '../../engine/operators/identities.ts';
import { heldOutCount } from '../../engine/training/epochs.ts';
import { selectsSamples } from '../../language/lowering/holdout/sampleSelection.ts';
import { fullModelOf, type Model, nodeAt, sampleCountOf } from '../../language/lowering/model.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import { type Definition, isDefinition, rangeIn } from '../../language/syntax/ast.ts';
import type { Snapshot } from '../snapshot.ts';

type Source = Pick<Snapshot, 'model' | 'tree'>;

const noUses: ReadonlyMap<number, Definition> = new Map();
const usesOf = new WeakMap<Model, ReadonlyMap<number, Definition>>();

/** The statements that compute such a statistic, by their ids. */
export function heldOutUses(source: Source): ReadonlyMap<number, Definition> {
  let uses = usesOf.get(source.model);
  if (uses === undefined) {
    uses = findUses(source);
    usesOf.set(source.model, uses);
  }
  return uses;
}

/** Reports the statements through which held-out samples reach the objective. */
export function heldOutProblems(source: Source): Problem[] {
  const uses = heldOutUses(source);
  const { objective, program, statementNodes } = fullModelOf(source.model);
  if (uses.size === 0 || objective === undefined) return [];
  const isNeeded = markNeeded(program, [objective.backwardPass.root]);
  return [...uses.values()]
    .filter(({ id }) => isNeeded[statementNodes[id]] === 1)
    .map((definition) => problem('held-out-in-training', rangeIn(definition, definition.value), definition.name.name));
}

function findUses(source: Source): ReadonlyMap<number, Definition> {
  const { tree } = source;
  const model = fullModelOf(source.model);
  const { program, trainingPlan, firstNodes, statementNodes } = model;
  const samples = sampleCountOf(model);
  if (heldOutCount(samples, trainingPlan?.settings.holdout ?? 0) === 0) return noUses;
  const isStatistic = statisticsOfAll(model, samples);
  if (!isStatistic.includes(1)) return noUses;
  const uses = new Map<number, Definition>();
  /** 1 if a statement so far has the statistic. */
  const isKnown = new Uint8Array(isStatistic.length);
  const { statementTable } = tree;
  const indices = (['const', 'data', 'param'] as const).flatMap((kind) => statementTable.indicesOfKind(kind));
  for (const index of indices.sort((a, b) => a - b)) {
    const id = statementTable.ids[index];
    const first = firstNodes[index];
    const root = nodeAt(statementNodes, id) ?? -1;
    const isNeeded = markNeeded(program, [root], first);
    for (let node = first; node <= root; node++) {
      if (isNeeded[node - first] === 0) continue;
      let isDerived = false;
      for (let i = 0; i < program.arity(node); i++) isDerived ||= isKnown[program.operand(node, i)] === 1;
      const definition = isStatistic[node] === 1 && !isDerived ? tree.at(index) : undefined;
      if (definition && isDefinition(definition)) uses.set(id, definition);
      if (isStatistic[node] === 1 || isDerived) isKnown[node] = 1;
    }
  }
  return uses;
}

/** For each node of the statements, 1 if it is computed from all samples and has no axis for them. */
function statisticsOfAll({ program, data, firstNodes }: Model, samples: number): Uint8Array {
  const end = firstNodes.at(-1)!;
  const usesAll = new Uint8Array(end);
  const isStatistic = new Uint8Array(end);
  for (const { node } of data) usesAll[node] = 1;
  for (let node = 0; node < end; node++) {
    const operator = program.operator(node);
    if (operator === leaf || program.arity(node) === 0) continue;
    const operandShape = program.shape(program.operand(node, 0));
    if (selectsSamples(operator, operandShape, program.shape(node), program.attributes(node), samples)) continue;
    for (let i = 0; i < program.arity(node); i++) if (usesAll[program.operand(node, i)] === 1) usesAll[node] = 1;
    const hasSamples = (): boolean => program.shape(node).some((length) => length >= samples && length % samples === 0);
    if (usesAll[node] === 1 && !hasSamples()) isStatistic[node] = 1;
  }
  return isStatistic;
}
