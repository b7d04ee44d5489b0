/** Running statistics of calls such as `batch_norm`: updated by training, read in evaluation mode, stored beside the file. */

import * as l10n from '@vscode/l10n';
import type { BatchStatistic, Operator } from '../../../engine/ir/operator.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { formatShape, shapesEqual, sizeOf } from '../../../engine/ir/shape.ts';
import { CallPaths } from '../../names/calls/callPaths.ts';
import { type Module, transitiveImports } from '../../names/modules/module.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { Statement } from '../../syntax/ast.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';
import type { LearnedParams, RunningStatistic } from '../model.ts';

export class RunningStatisticsLowering {
  readonly list: RunningStatistic[] = [];
  readonly #builder: CheckedBuilder;
  readonly #learnedParams: LearnedParams;
  /** Takes the warnings for stored values whose shape no longer fits. */
  readonly #problems: Problem[];
  readonly #paths: CallPaths;
  readonly #module: Module;
  /** The names of params in functions; filled on demand. */
  #paramNames: ReadonlySet<string> | undefined;

  /** @param isReserved true if a statement of the file, or of a function that was called, has this path. */
  constructor(
    module: Module,
    builder: CheckedBuilder,
    learnedParams: LearnedParams,
    isReserved: (path: string) => boolean,
    problems: Problem[],
  ) {
    this.#module = module;
    this.#builder = builder;
    this.#learnedParams = learnedParams;
    this.#paths = new CallPaths(isReserved);
    this.#problems = problems;
  }

  /** The statistics of a call, named by the path of the statements that call. */
  create(operator: Operator, operand: NodeId, path: string, statement: Statement): readonly RunningStatistic[] {
    const { statistics = [] } = operator;
    if (statistics.length === 0) return [];
    const uniquePath = this.#paths.allocate(path);
    const operandShape = this.#builder.shape(operand);
    const names = statistics.map(({ name }) => `${uniquePath}.${this.#distinctName(name)}`);
    const unusable = this.#findUnusable(statistics, names);
    if (unusable !== undefined)
      this.#problems.push(problem('running-statistics-unusable', statement, uniquePath, unusable));
    const created = statistics.map(({ initial, shape: shapeFor, ofBatch }, i): RunningStatistic => {
      const name = names[i];
      const shape = shapeFor(operandShape);
      const stored = unusable === undefined ? this.#learnedParams.get(name) : undefined;
      const isLearned = stored !== undefined && shapesEqual(stored.shape, shape);
      if (stored && !isLearned)
        this.#problems.push(
          problem('learned-params-mismatch', statement, name, formatShape(stored.shape), formatShape(shape)),
        );
      const values = isLearned ? stored.values : new Float64Array(sizeOf(shape)).fill(initial);
      return { name, statement, shape, values, isLearned, operand, ofBatch };
    });
    this.list.push(...created);
    return created;
  }

  /** A name that no param of a function has, so that a statistic is never stored under the full name of a param. */
  #distinctName(name: string): string {
    this.#paramNames ??= paramNamesIn(this.#module);
    let distinct = name;
    for (let count = 2; this.#paramNames.has(distinct); count++) distinct = `${name}_${count}`;
    return distinct;
  }

  /** Why the stored statistics of a call can't be used; undefined if they can, and if there are none. */
  #findUnusable(statistics: readonly BatchStatistic[], names: readonly string[]): string | undefined {
    const stored = names.map((name) => this.#learnedParams.get(name)?.values);
    if (stored.every((values) => values === undefined)) return undefined;
    for (const [i, { isNonNegative }] of statistics.entries()) {
      const [name, values] = [names[i], stored[i]];
      if (values === undefined) return l10n.t`${name} is missing`;
      if (!values.every(Number.isFinite)) return l10n.t`${name} has a number that is not finite`;
      if (isNonNegative && values.some((value) => value < 0)) return l10n.t`${name} has a negative number`;
    }
    return undefined;
  }
}

/** The names of the params in the functions of a file, and of the files that it imports. */
function paramNamesIn(module: Module): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { tree } of [module, ...transitiveImports(module)]) {
    for (const statement of tree.statementsOfKind('fn')) {
      // It may be broken.
      if (statement.kind !== 'fn') continue;
      for (const each of statement.body)
        if (each.kind === 'param' || each.kind === 'randomParam') names.add(each.name.name);
    }
  }
  return names;
}
