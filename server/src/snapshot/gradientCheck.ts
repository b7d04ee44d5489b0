/** Gradient checks: the job for the engine, and the problems and summary that follow from its reports. */

import * as l10n from '@vscode/l10n';
import { formatChanged, formatNumber } from '../display/numbers.ts';
import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { CheckedLeaf, ElementReport, LeafReport } from '../engine/gradcheck/gradcheck.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { formatIndex } from '../engine/ir/shape.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { detach } from '../engine/operators/identities.ts';
import { type Param, rangeOfParam } from '../language/lowering/model.ts';
import { type Problem, type ProblemCode, problem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { firstErrorOf, isEvaluated, type Snapshot, withProblems } from './snapshot.ts';

/** The job for the engine. */
export interface GradientCheckJob {
  readonly program: Program;
  readonly root: NodeId;
  readonly leaves: readonly CheckedLeaf[];
}

/** The end of a check: with reports, with a reason why there are none, or superseded. */
export type CheckOutcome =
  | { readonly kind: 'checked'; readonly reports: readonly LeafReport[] }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'superseded' };

const shownDigits = 2;

const checkCodes: ReadonlySet<ProblemCode> = new Set(['gradient-mismatch', 'gradient-at-kink', 'gradient-at-jump']);

/** The check of the gradients of all params; or why there is nothing to check. */
export function gradientCheckOf(snapshot: Snapshot): GradientCheckJob | Refusal {
  const { program, params, objective } = snapshot.model;
  if (!objective || !isEvaluated(snapshot)) return { refusal: reasonWithoutValue(snapshot) };
  if (params.length === 0) return { refusal: l10n.t("Can't check gradients: the file has no param.") };
  const [value] = elementsOf(program, snapshot.evaluation.values, objective.backwardPass.root);
  if (!Number.isFinite(value))
    return {
      refusal: l10n.t`Can't check gradients: ${objective.label} is ${formatNumber(value, shownDigits)}, so it has no slopes to compare with. Fix the first NaN or infinity in it.`,
    };
  const leaves = params.map(({ node }) => ({ node, adjoint: adjointOf(objective.backwardPass, node) }));
  return { program, root: objective.backwardPass.root, leaves };
}

/** The reason why the loss has no value. */
function reasonWithoutValue(snapshot: Snapshot): string {
  const error = firstErrorOf(snapshot);
  if (error) {
    const line = snapshot.lines.positionAt(error.start).line + 1;
    return l10n.t`Can't check gradients: line ${line} has an error: ${error.message}.`;
  }
  return snapshot.model.objective
    ? l10n.t("Can't check gradients: the model could not be evaluated.")
    : l10n.t("Can't check gradients: there is no loss. Add one, for example: loss L = (target - f)^2");
}

/** The snapshot with the problems of a check, instead of those of a previous one. */
export function withCheckReports(snapshot: Snapshot, reports: readonly LeafReport[]): Snapshot {
  const otherProblems = snapshot.problems.filter(({ code }) => !checkCodes.has(code));
  return withProblems({ ...snapshot, problems: otherProblems }, ...problemsOf(snapshot, reports));
}

function problemsOf({ model }: Snapshot, reports: readonly LeafReport[]): Problem[] {
  const objectiveLabel = model.objective?.label ?? '';
  return reports.flatMap((report) => {
    const param = paramOf(model.params, report);
    const locate = (element: ElementReport) => formatElementIndex(model.program, report, element);
    const { worst, isWithinTolerance } = report;
    const problems: Problem[] = [];
    if (worst && !isWithinTolerance) {
      const [analytic, numeric] = analyticAndNumeric(worst);
      problems.push(
        problem('gradient-mismatch', rangeOfParam(param), objectiveLabel, param.name, locate(worst), analytic, numeric),
      );
    }
    for (const { code, elements } of incomparableElements(report)) {
      if (elements.length === 0) continue;
      const [first] = elements;
      const analytic = formatNumber(first.analytic, shownDigits);
      const otherCount = elements.length - 1;
      problems.push(
        problem(code, rangeOfParam(param), objectiveLabel, param.name, locate(first), otherCount, analytic),
      );
    }
    return problems;
  });
}

function incomparableElements({ kinks, jumps }: LeafReport) {
  return [
    { code: 'gradient-at-kink', elements: kinks },
    { code: 'gradient-at-jump', elements: jumps },
  ] as const;
}

export function paramOf(params: readonly Param[], { node }: LeafReport): Param {
  return params.find((param) => param.node === node)!;
}

/** `[2, 3]`, or nothing in a scalar. */
export function formatElementIndex(program: Program, { node }: LeafReport, { index }: ElementReport): string {
  const shape = program.shape(node);
  return shape.length === 0 ? '' : formatIndex(shape, index);
}

/** The gradient and the finite difference, with as many digits as it takes to tell them apart. */
function analyticAndNumeric({ analytic, numeric }: ElementReport): [string, string] {
  return [formatChanged(analytic, numeric, shownDigits), formatChanged(numeric, analytic, shownDigits)];
}

export function formatRelativeError({ relative }: ElementReport): string {
  return formatNumber(relative, shownDigits);
}

/** `Gradients agree: 3 params, 27 elements, worst relative difference 2e−10`. */
export function summaryOf({ model }: Snapshot, reports: readonly LeafReport[]): string {
  const failing = reports.filter(({ isWithinTolerance }) => !isWithinTolerance);
  const kinks = sum(reports.map((report) => report.kinks.length));
  const jumps = sum(reports.map((report) => report.jumps.length));
  const comparedCount = sum(reports.map(({ checked }) => checked)) - kinks - jumps;
  const size = sum(reports.map((report) => report.size));
  const worst = reports.flatMap((report) => report.worst ?? []).reduce(worseElement, undefined);
  const elements = comparedCount === size ? countElements(size) : l10n.t`${comparedCount} of ${countElements(size)}`;
  const params = reports.length === 1 ? l10n.t('1 param') : l10n.t`${reports.length} params`;
  const parts = [params, elements];
  if (worst) parts.push(l10n.t`worst relative difference ${formatRelativeError(worst)}`);
  if (kinks > 0) parts.push(kinks === 1 ? l10n.t('1 element at a kink') : l10n.t`${kinks} elements at a kink`);
  if (jumps > 0) parts.push(jumps === 1 ? l10n.t('1 element at a jump') : l10n.t`${jumps} elements at a jump`);
  if (hasDetachedValues(model)) parts.push(l10n.t('with values inside detach held constant'));
  const names = failing.map((report) => `∂${model.objective?.label}/∂${paramOf(model.params, report).name}`);
  const verdict = names.length === 0 ? l10n.t('Gradients agree') : l10n.t`Gradients disagree in ${joinNames(names)}`;
  return `${verdict}: ${parts.join(', ')}`;
}

function hasDetachedValues({ program, objective }: Snapshot['model']): boolean {
  const { root } = objective!.backwardPass;
  for (let node = 0; node < root; node++) if (program.operator(node) === detach) return true;
  return false;
}

const maxNames = 3;

function joinNames(names: readonly string[]): string {
  if (names.length === 1) return names[0];
  const moreCount = names.length - maxNames;
  if (moreCount > 0) return l10n.t`${names.slice(0, maxNames).join(', ')} and ${moreCount} more`;
  return l10n.t`${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

/** NaN is the worst. */
function worseElement(a: ElementReport | undefined, b: ElementReport): ElementReport {
  return a !== undefined && (Number.isNaN(a.relative) || a.relative >= b.relative) ? a : b;
}

function countElements(amount: number): string {
  return amount === 1 ? l10n.t('1 element') : l10n.t`${amount} elements`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
