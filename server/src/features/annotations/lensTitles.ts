/** Lens titles, cached between versions: after a keystroke in a long file most titles are unchanged. */

import type { Settings } from '../../../../protocol/editor/settings.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { ParsedStatement } from '../../language/syntax/tree/parsedStatement.ts';
import { diffStatements } from '../../language/syntax/tree/treeDiff.ts';
import { shiftOf } from '../../language/text/textChange.ts';
import type { FileAnnotations, StatementAnnotation } from '../../snapshot/annotations/annotation.ts';
import {
  formatAnnotation,
  formatNarrowLens,
  isStatementShown,
  isWorthShowing,
} from '../../snapshot/annotations/annotationText.ts';
import { sampleTextOf } from '../../snapshot/sample/sampleText.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { hyperparametersOf } from '../../snapshot/training/hyperparameters.ts';

/** The title of a statement's lens. */
export interface LensTitle {
  /** Empty if the lens has only actions. */
  readonly text: string;
  readonly isOfLoss: boolean;
}

/** A title and the numbers that it depends on; without numbers it is formatted each time. */
interface CachedTitle {
  readonly value: number | undefined;
  readonly gradient: number | undefined;
  readonly title: LensTitle | undefined;
}

export class LensTitles {
  #parsedStatements: readonly ParsedStatement[] = [];
  #dependencies: readonly unknown[] = [];
  #cached: readonly CachedTitle[] = [];

  /** By statement index; undefined for statements without a lens. @param isNarrow true if the graph takes half of the window. */
  of(annotations: FileAnnotations, settings: Settings, isNarrow: boolean): (LensTitle | undefined)[] {
    const { snapshot } = annotations;
    const { parsedStatements } = snapshot.tree;
    const dependencies = [isNarrow, ...dependenciesOf(snapshot, settings)];
    const hasSameDependencies =
      dependencies.length === this.#dependencies.length &&
      dependencies.every((dependency, i) => Object.is(dependency, this.#dependencies[i]));
    const diff = diffStatements(hasSameDependencies ? this.#parsedStatements : [], parsedStatements);
    const valuesAt = valuesReader(annotations);
    const titles = parsedStatements.map((_, index) => {
      const isUnchanged = index < diff.start || index >= diff.endAfter;
      const cached = isUnchanged ? this.#cached[index < diff.start ? index : index - shiftOf(diff)] : undefined;
      const { value, gradient } = valuesAt(index);
      if (cached?.value !== undefined && Object.is(value, cached.value) && Object.is(gradient, cached.gradient))
        return cached;
      return { value, gradient, title: titleOf(annotations.at(index), settings, isNarrow) };
    });
    this.#parsedStatements = parsedStatements;
    this.#dependencies = dependencies;
    this.#cached = titles;
    return titles.map(({ title }) => title);
  }
}

/** While these are the same, a title depends only on its statement and the numbers of that statement. */
function dependenciesOf({ model, evaluation }: Snapshot, settings: Settings): readonly unknown[] {
  const { objective, pickedRootName, trainingPlan } = model;
  const hyperparameters = trainingPlan && evaluation ? hyperparametersOf(trainingPlan, model, evaluation.values) : {};
  return [
    settings,
    objective?.label,
    pickedRootName,
    trainingPlan?.optimizer,
    sampleTextOf(model),
    ...Object.values(hyperparameters),
  ];
}

/** Returns value and gradient by statement index; only scalars other than the objective have them. */
function valuesReader({
  snapshot,
  scalars,
}: FileAnnotations): (index: number) => Pick<CachedTitle, 'value' | 'gradient'> {
  if (!isEvaluated(snapshot)) return () => noValues;
  const backwardPass = snapshot.model.objective?.backwardPass;
  const { data, starts } = snapshot.evaluation.values;
  return (index) => {
    const node = scalars[index];
    if (node < 0 || node === backwardPass?.root) return noValues;
    const adjoint = backwardPass && adjointOf(backwardPass, node);
    return { value: data[starts[node]], gradient: adjoint === undefined ? undefined : data[starts[adjoint]] };
  };
}

const noValues = { value: undefined, gradient: undefined };

function titleOf(
  annotation: StatementAnnotation | undefined,
  settings: Settings,
  isNarrow: boolean,
): LensTitle | undefined {
  if (annotation === undefined || !isWorthShowing(annotation) || !isStatementShown(annotation, settings.statements))
    return undefined;
  return {
    text: isNarrow ? formatNarrowLens(annotation, settings) : formatAnnotation(annotation, settings),
    isOfLoss: annotation.kind === 'value' && annotation.role === 'loss',
  };
}
