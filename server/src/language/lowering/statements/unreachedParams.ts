/** Warnings for params that no gradient reaches, which training never changes. */

import * as l10n from '@vscode/l10n';
import { adjointOf } from '../../../engine/autodiff/differentiate.ts';
import type { Operator } from '../../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { ancestorsOf } from '../../../engine/ir/subgraph.ts';
import { distributions } from '../../../engine/operators/draws/distributions.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { ParamList } from '../inputs/paramList.ts';
import { type Objective, rangeOfParam } from '../model.ts';

export function unreachedParams(program: Program, params: ParamList, { label, backwardPass }: Objective): Problem[] {
  const problems: Problem[] = [];
  for (let i = 0; i < params.length; i++) {
    if (adjointOf(backwardPass, params.nodes[i]) !== undefined) continue;
    const param = params.at(i);
    const draw = drawBetween(program, params.nodes[i], backwardPass.root);
    const reason = draw && l10n.t(draw.gradientDoc!);
    problems.push(problem('param-not-reached', rangeOfParam(param), param.name, label, reason));
  }
  return problems;
}

/** The distribution of a draw that depends on a param, and on which the root depends. */
function drawBetween(program: Program, param: NodeId, root: NodeId): Operator | undefined {
  const draws = program.findNodes(distributions, root + 1).filter((node) => node > param);
  const draw = draws.find((node) => dependsOn(program, node, param) && dependsOn(program, root, node));
  return draw === undefined ? undefined : program.operator(draw);
}

function dependsOn(program: Program, node: NodeId, ancestor: NodeId): boolean {
  const isIncluded = (candidate: NodeId): boolean => candidate >= ancestor;
  return ancestorsOf(node, isIncluded, (candidate) => program.operands(candidate))[0] === ancestor;
}
